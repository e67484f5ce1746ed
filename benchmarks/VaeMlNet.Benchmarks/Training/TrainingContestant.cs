using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>A training candidate in a process of its own.</summary>
internal sealed class TrainingContestant : IDisposable
{
    private readonly ChildProcess child;
    private int turnCount;
    private double lastLoss;

    /// <summary>Starts the process.</summary>
    /// <param name="role">The role.</param>
    /// <param name="contestant">The candidate, which this process measures.</param>
    /// <param name="start">The program, its arguments and its environment.</param>
    public TrainingContestant(ContestantRole role, Contestant contestant, ProcessStartInfo start)
    {
        Role = role;
        child = new ChildProcess(contestant.Name, start);
        Contestant = contestant with { Measure = TakeTurn };
    }

    public ContestantRole Role { get; }

    public Contestant Contestant { get; }

    /// <summary>Gets the result so far.</summary>
    public TrainedContestant Summary => new(Role, Contestant, child.Facts, turnCount, lastLoss);

    public void Dispose() => child.Dispose();

    private MeasuredPass TakeTurn()
    {
        var figures = child.TakeTurn();
        turnCount++;
        lastLoss = figures.Loss;
        return figures.ToPass();
    }
}
