namespace VaeMlNet.Benchmarks;

/// <summary>The GPUs of this machine.</summary>
internal static class GpuFacts
{
    /// <summary>Returns the names, drivers and memory of the GPUs as nvidia-smi prints them.</summary>
    public static string Read()
    {
        try
        {
            return FinishedProcess
                .Run(
                    "nvidia-smi",
                    new("nvidia-smi", ["--query-gpu=index,name,driver_version,memory.total", "--format=csv,noheader"])
                )
                .Trim()
                .ReplaceLineEndings("; ");
        }
        catch (InvalidOperationException)
        {
            return "none, or nvidia-smi cannot run";
        }
    }
}
