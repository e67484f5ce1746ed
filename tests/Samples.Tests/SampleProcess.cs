using System.Diagnostics;
using System.Reflection;

namespace VaeMlNet.Samples.Tests;

/// <summary>A sample that was built with the tests.</summary>
internal sealed class SampleProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Configuration = typeof(SampleProcess)
        .Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!
        .Configuration;

    private readonly Process process;
    private readonly Task<string> error;

    private SampleProcess(Process process)
    {
        this.process = process;
        error = process.StandardError.ReadToEndAsync();
    }

    public StreamWriter Input => process.StandardInput;

    /// <summary>Starts a sample.</summary>
    /// <param name="folder">The current folder that it gets.</param>
    /// <param name="sample">Its name under samples/.</param>
    /// <param name="arguments">Its own arguments.</param>
    public static SampleProcess Start(string folder, string sample, params string[] arguments) =>
        StartProgram(
            folder,
            "dotnet",
            [Path.Combine(FolderOf(sample), "bin", Configuration, "net10.0", $"{sample}.dll"), .. arguments]
        );

    /// <summary>Starts a sample as its README says, which takes a second longer.</summary>
    /// <param name="sample">Its name under samples/.</param>
    /// <param name="arguments">Its own arguments.</param>
    public static SampleProcess StartByDotnetRun(string sample, params string[] arguments) =>
        StartProgram(
            Repository.Root,
            "dotnet",
            [
                "run",
                "--no-build",
                "--configuration",
                Configuration,
                "--project",
                $"samples/{sample}",
                "--",
                .. arguments,
            ]
        );

    /// <summary>Starts a program, such as a published sample.</summary>
    /// <param name="folder">The current folder that it gets.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static SampleProcess StartProgram(string folder, string program, params string[] arguments) =>
        new(
            Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    WorkingDirectory = folder,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!
        );

    /// <summary>Returns the folder of a sample's sources.</summary>
    public static string FolderOf(string sample) => Repository.PathOf("samples", sample);

    /// <summary>Reads the next line that the process prints. Returns null at the end of the output.</summary>
    public async Task<string?> ReadLineAsync() => await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);

    /// <summary>Waits for its end.</summary>
    /// <param name="patience">The time to wait; null for a minute.</param>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync(TimeSpan? patience = null)
    {
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(patience ?? Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, output, await error);
    }

    /// <summary>Asks the process to stop, and waits for its end.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
