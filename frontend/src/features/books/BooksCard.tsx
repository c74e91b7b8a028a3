/** The books on the start page. */
import { CollectionCard } from "@/records/CollectionCard";
import { useBookSummary } from "./api";

export default function BooksCard() {
  const { data, error } = useBookSummary();
  return <CollectionCard to="/books" title="Books" noun="books" summary={data} error={error} />;
}
