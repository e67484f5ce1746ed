namespace VaeMlNet.Docs.Tests;

/// <summary>
/// A folder with those files of a clone that the commands of a page name, and a program vaemlnet: the one that was built with these
/// tests.
/// </summary>
internal sealed class TranscriptRun : IDisposable
{
    private readonly TemporaryFolder clone = new();
    private readonly TemporaryFolder programs = new();

    public TranscriptRun(Transcript transcript)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "VaeMlNet.Cli.dll");
        ProgramFile.Write(programs["vaemlnet"], $"#!/bin/sh\nexec dotnet '{tool}' \"$@\"\n");
        foreach (var path in transcript.FilesOfTheClone)
        {
            Copy(path);
        }
    }

    public string Write(string path, string text) => clone.Write(path, text);

    public string Read(string path) => File.ReadAllText(clone[path]);

    /// <summary>Runs the commands of a block, and returns what they print to the terminal.</summary>
    public string Run(CodeBlock block)
    {
        var script = $"set -eu\nPATH='{programs.Path}':$PATH\nexec 2>&1\n{block.Text}\n";
        var run = ProgramRun.Run("bash", clone.Path, "-c", script);
        if (run is null)
        {
            Assert.Ignore("There is no 'bash', so the commands were not run.");
        }

        Assert.That(run!.ExitCode, Is.Zero, $"{block}\n{block.Text}\n{run.Output}");
        return run.Output;
    }

    public void Dispose()
    {
        clone.Dispose();
        programs.Dispose();
    }

    private void Copy(string path)
    {
        var source = Repository.PathOf(path);
        if (Directory.Exists(source))
        {
            clone.CopyOf(source, path);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(clone[path])!);
        File.Copy(source, clone[path], overwrite: true);
    }
}
