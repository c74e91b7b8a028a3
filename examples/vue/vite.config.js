import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// The origin is written down at the issuer and in CORS_ORIGINS: another port would be another origin.
export default defineConfig({ plugins: [vue()], server: { port: 5173, strictPort: true } });
