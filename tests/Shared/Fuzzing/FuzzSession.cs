using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Tests.Shared;

/// <summary>Runs seeds of a <see cref="FuzzTarget"/> in child processes and collects every seed that breaks a promise.</summary>
/// <remarks>
/// A child that crashes or hangs counts as broken at its last seed; another child continues with the next one. Seeds and
/// totals are written to the test's output, so that a failure can be repeated.
/// </remarks>
public sealed class FuzzSession
{
    /// <summary>A child that prints nothing for so long hangs. A busy machine is much slower than one second per seed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>The largest number of crashes to collect, because each costs a new process.</summary>
    private const int MostCrashes = 100;

    private readonly Func<int, int, Process> start;
    private readonly List<string> broken = [];

    private FuzzSession(Func<int, int, Process> start)
    {
        this.start = start;
    }

    /// <summary>Gets a line for each seed that breaks a promise.</summary>
    public IReadOnlyList<string> Broken => broken;

    /// <summary>Gets the number of uses that ended in a result.</summary>
    public int Accepted { get; private set; }

    /// <summary>Gets the number of uses that ended in a documented exception.</summary>
    public int Refused { get; private set; }

    /// <summary>Runs the seeds and asserts that none of them breaks a promise.</summary>
    /// <param name="start">
    /// Starts a child for a first seed and a number of seeds, with its output redirected. The child calls
    /// <see cref="FuzzRun.Run"/>.
    /// </param>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="count">The number of seeds.</param>
    public static FuzzSession Run(Func<int, int, Process> start, int firstSeed, int count)
    {
        var session = Collect(start, firstSeed, count);
        TestContext.Out.WriteLine(
            $"seeds {firstSeed} to {firstSeed + count - 1}: {session.Refused} refused, {session.Accepted} accepted, "
                + $"{session.broken.Count} broken"
        );
        Assert.That(session.broken, Is.Empty, string.Join('\n', session.broken));
        return session;
    }

    /// <summary>Runs the seeds and collects those that break a promise in <see cref="Broken"/>.</summary>
    /// <inheritdoc cref="Run"/>
    public static FuzzSession Collect(Func<int, int, Process> start, int firstSeed, int count)
    {
        var session = new FuzzSession(start);
        var end = firstSeed + count;
        for (var next = firstSeed; next < end && session.broken.Count < MostCrashes; )
        {
            next = session.RunChild(next, end - next);
        }

        return session;
    }

    /// <summary>Runs seeds until the end or until the child dies, and returns the seed to continue with.</summary>
    private int RunChild(int firstSeed, int count)
    {
        using var child = start(firstSeed, count);
        var errors = child.StandardError.ReadToEndAsync();
        var seed = firstSeed;
        var completed = false;
        while (NextLine(child) is { } line)
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "seed":
                    seed = int.Parse(words[1], CultureInfo.InvariantCulture);
                    break;
                case "BROKEN":
                    broken.Add(line);
                    break;
                case "refused":
                    Refused += int.Parse(words[1], CultureInfo.InvariantCulture);
                    Accepted += int.Parse(words[3], CultureInfo.InvariantCulture);
                    completed = true;
                    break;
            }
        }

        child.WaitForExit();
        if (completed)
        {
            return firstSeed + count;
        }

        var error = errors.Result.ReplaceLineEndings(" ");
        broken.Add(
            $"seed {seed}: the process ended with exit code {child.ExitCode}. {error[..Math.Min(error.Length, 2000)]}"
        );
        return seed + 1;
    }

    /// <summary>Returns the next line, or null at the end; kills a child that hangs.</summary>
    private static string? NextLine(Process child)
    {
        var line = child.StandardOutput.ReadLineAsync();
        if (!line.Wait(Patience))
        {
            child.Kill(entireProcessTree: true);
            return null;
        }

        return line.Result;
    }
}
