namespace VaeMlNet.Jobs;

/// <summary>Writes a job as a Kubernetes manifest: an indexed job with a pod for each shard.</summary>
internal static class KubernetesManifest
{
    /// <summary>Returns the text of the manifest.</summary>
    /// <param name="job">The job. Its paths are paths in the container.</param>
    /// <param name="image">A container image with vaemlnet.</param>
    /// <param name="claim">The volume claim with the model, the rows and the parts.</param>
    /// <param name="mountPath">The path of the volume in the container.</param>
    public static string Write(BatchJob job, string image, string claim, string mountPath) =>
        FormattableString.Invariant(
            $"""
            # {Steps(job)}
            #   {ShellLine.Posix(job.After)}
            # To run again what failed, delete the job and apply it again: shards that are done are skipped.
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {job.Name}
            spec:
              completionMode: Indexed
              completions: {job.Shards}
              parallelism: {job.Shards}
              backoffLimitPerIndex: 3
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: shard
                      image: {Text(image)}
                      command: ["vaemlnet"]
                      args: [{string.Join(", ", job.Shard($"auto/{job.Shards}").Select(Argument))}]
                      resources:
                        requests: {Braces($"cpu: {job.Cpus}, memory: {job.MemoryMegabytes}Mi")}
                        limits: {Braces($"memory: {job.MemoryMegabytes}Mi")}
                      volumeMounts:
                        - {Braces($"name: data, mountPath: {Text(mountPath)}")}
                  volumes:
                    - name: data
                      persistentVolumeClaim: {Braces($"claimName: {Text(claim)}")}

            """
        );

    private static string Steps(BatchJob job) =>
        job.Before is null
            ? "Train the best model when the job is complete, in a pod with the same volume:"
            : $"Divide the rows into shards once beforehand, and merge the parts when the job is complete, in a pod with the same volume:\n#   {ShellLine.Posix(job.Before)}";

    // Kubernetes replaces $(NAME) in arguments, and reads $$ as $.
    private static string Argument(string argument) => Text(argument.Replace("$", "$$", StringComparison.Ordinal));

    // Always uses double quotes, so that words such as 'yes', 'null' and '1e3' stay strings. Characters that need another escape
    // are refused. JSON's escapes are not used, because YAML has no pairs of surrogates.
    private static string Text(string text)
    {
        ShellLine.Check(text);
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }

    private static string Braces(string members) => $"{{{members}}}";
}
