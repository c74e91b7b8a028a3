/** The browsers in which a person is logged in, each to be logged out. */
import { t } from "@lingui/core/macro";
import { Skeleton } from "@mantine/core";
import { useRef } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { announce } from "@/ui/announce";
import { CardGrid, Section } from "@/ui/Section";
import { type Device, useDevices } from "./api";
import { DeviceCard } from "./DeviceCard";

export function DeviceList() {
  const { data: devices, error, refetch } = useDevices();
  const place = useRef<HTMLDivElement>(null);

  function onEnded(): void {
    announce(t`Logged out there.`);
    // The button that was pressed is gone, and the focus would go with it.
    place.current?.focus();
  }

  return (
    <Section
      title={t`Devices`}
      lead={t`The browsers in which you are logged in here. Log out the one you do not know or no longer use: it happens at once.`}
    >
      <div ref={place} tabIndex={-1}>
        {!devices && error && <ProblemPanel error={error} retry={() => void refetch()} />}
        {!devices && !error && <Skeleton height={120} aria-busy="true" />}
        {devices && (
          <CardGrid>
            {devices.map((device: Device) => (
              <DeviceCard key={device.id} device={device} onEnded={onEnded} />
            ))}
          </CardGrid>
        )}
      </div>
    </Section>
  );
}
