using System.Diagnostics;
using System.Reflection;

namespace VaeMlNet.Cli;

/// <summary>Runs trials in processes of this tool, each with one thread for its computations.</summary>
/// <remarks>
/// The libraries behind TorchSharp read the number of their threads when they are loaded, and their last bits depend on it. With one thread,
/// a trial has the same result in any process, on machines of the same kind. Small networks do not become faster with more threads.
/// </remarks>
/// <param name="toolName">The name of the tool, with which the errors of a process begin.</param>
internal sealed class TrialProcesses(string toolName) : IDisposable
{
    private const string One = "1";

    // OpenMP, OpenBLAS and MKL.
    private static readonly string[] ThreadVariables = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"];

    // Marks a process of trials, whose standard input is a pipe from the process that started it.
    private const string ParentVariable = "VAEMLNET_TRIALS";

    private readonly List<(Process Process, Task<string> Error)> started = [];

    /// <summary>Gets whether this process computes with one thread.</summary>
    public static bool IsOneThreaded => ThreadVariables.All(name => Environment.GetEnvironmentVariable(name) == One);

    /// <summary>
    /// Returns a source that is canceled with a token, and also when the process that started this one has ended: its end of standard input
    /// is then closed, even if it was killed.
    /// </summary>
    public static CancellationTokenSource CancelWithParent(CancellationToken cancellationToken)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (Environment.GetEnvironmentVariable(ParentVariable) == One)
        {
            Thread watch = new(() => WaitForEnd(source)) { IsBackground = true };
            watch.Start();
        }

        return source;
    }

    public bool HaveEnded => started.TrueForAll(one => one.Process.HasExited);

    /// <summary>Starts a process.</summary>
    /// <param name="arguments">The command line, without the name of the tool.</param>
    public void Start(IEnumerable<string> arguments)
    {
        var (program, first) = Tool();
        ProcessStartInfo start = new(program, [.. first, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in ThreadVariables)
        {
            start.Environment[name] = One;
        }

        start.Environment["NO_COLOR"] = One;
        start.Environment[ParentVariable] = One;
        var process = Process.Start(start)!;
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        started.Add((process, process.StandardError.ReadToEndAsync()));
    }

    /// <summary>Checks that all processes that have ended were successful.</summary>
    public void Check()
    {
        foreach (var (process, error) in started.Where(one => one.Process.HasExited && one.Process.ExitCode != 0))
        {
            var lines = error.Result.Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            );
            var last = Array.FindLast(lines, line => line.Length > 0) ?? "without a message";
            var prefix = $"{toolName}: error: ";
            throw new CommandException(
                last.StartsWith(prefix, StringComparison.Ordinal)
                    ? last[prefix.Length..]
                    : $"A process of the trials ended with exit code {process.ExitCode}: {last}. Run the same command with --resume to continue."
            );
        }
    }

    /// <summary>Kills the processes that still run.</summary>
    public void Dispose()
    {
        foreach (var (process, _) in started)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            process.Dispose();
        }
    }

    private static void WaitForEnd(CancellationTokenSource source)
    {
        try
        {
            using var input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0) { }

            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The trials are done.
        }
    }

    // The tool runs as 'dotnet vaemlnet.dll' or as a program of its own, whose assembly the entry point is. Tests have another entry point.
    private static (string Program, string[] First) Tool()
    {
        var own = typeof(TrialProcesses).Assembly;
        var host = Environment.ProcessPath!;
        return Assembly.GetEntryAssembly() == own && Path.GetFileNameWithoutExtension(host) != "dotnet"
            ? (host, [])
            : ("dotnet", [own.Location]);
    }
}
