using System.Globalization;

namespace VaeMlNet.Jobs;

/// <summary>A job as a manifest for kubectl: an indexed job with a pod for each shard.</summary>
internal static class KubernetesManifest
{
    /// <summary>Writes the manifest.</summary>
    /// <param name="job">The job; its paths are those in the container.</param>
    /// <param name="image">A container image with vaemlnet.</param>
    /// <param name="claim">The volume claim with model, rows and parts.</param>
    /// <param name="mountPath">Where the container sees it.</param>
    public static string Of(BatchJob job, string image, string claim, string mountPath) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Cut the rows once beforehand, and put the parts together when the job is complete, in a pod with the same volume:
            #   {ShellLine.Posix(job.Plan)}
            #   {ShellLine.Posix(job.Merge)}
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

    // Kubernetes replaces $(NAME) in arguments, and reads $$ as $.
    private static string Argument(string argument) => Text(argument.Replace("$", "$$", StringComparison.Ordinal));

    // Always with double quotes: words such as 'yes', 'null' and '1e3' stay strings. Characters that would need another escape
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
