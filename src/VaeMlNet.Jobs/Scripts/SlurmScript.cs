namespace VaeMlNet.Jobs;

/// <summary>Writes a job as a script for sbatch: an array with a task for each shard.</summary>
internal static class SlurmScript
{
    private const int MostRestarts = 10;

    /// <summary>Returns the text of the script.</summary>
    public static string Write(BatchJob job) =>
        FormattableString.Invariant(
            $$"""
            #!/usr/bin/env bash
            # {{Steps(job)}}
            #   array=$(sbatch --parsable THIS_FILE)
            #   sbatch --dependency=afterok:$array --wrap={{ShellLine.QuotePosix(ShellLine.Posix(job.After))}}
            # To run again what failed, submit it again: shards that are done are skipped. Or submit some tasks only: sbatch --array=2 THIS_FILE
            #SBATCH --job-name={{job.Name}}
            #SBATCH --array=1-{{job.Shards}}
            #SBATCH --cpus-per-task={{job.Cpus}}
            #SBATCH --mem={{job.MemoryMegabytes}}M
            #SBATCH --requeue
            #SBATCH --open-mode=append
            #SBATCH --output={{job.Name}}-%A_%a.log
            set -euo pipefail
            export DOTNET_gcServer=0 NO_COLOR=1
            code=0
            {{ShellLine.Posix(job.Shard($"auto/{job.Shards}"))}} || code=$?
            # Killed by a signal: for its memory, or by somebody. Slurm itself starts again only what went down with a node.
            if [ "$code" -gt 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt {{MostRestarts}} ]; then
              scontrol requeue "$SLURM_JOB_ID"
            fi
            exit "$code"

            """
        );

    private static string Steps(BatchJob job) =>
        job.Before is null
            ? "Run the array, and train the best model when all shards are done:"
            : $"Divide the rows into shards, run the array, and merge the parts when all shards are done:\n#   {ShellLine.Posix(job.Before)}";
}
