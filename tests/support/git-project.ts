import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A repository of its own in a temporary folder, with fixed names and times. */
export class GitProject implements Disposable {
  readonly folder: string;
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "dblead-git-"));
    this.git("init", "-q", "-b", "main");
  }

  git(...args: readonly string[]): string {
    const settings = [
      "-c",
      "user.name=Tester",
      "-c",
      "user.email=tester@example.org",
      "-c",
      "commit.gpgsign=false",
      "-c",
      "core.hooksPath=/dev/null",
    ];
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
      GIT_AUTHOR_DATE: "2025-01-01T00:00:00Z",
      GIT_COMMITTER_DATE: "2025-01-01T00:00:00Z",
    };
    return execFileSync("git", [...settings, ...args], { cwd: this.folder, env, encoding: "utf8" }).trim();
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  remove(path: string): void {
    rmSync(join(this.folder, path), { recursive: true });
  }

  commit(files: Readonly<Record<string, string>>): void {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "-qm", "change");
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
