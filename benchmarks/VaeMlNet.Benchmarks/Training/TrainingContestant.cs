using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>A contestant in a process of its own, with what is told about it.</summary>
internal sealed class TrainingContestant : IDisposable
{
    private readonly ChildProcess child;
    private int turnCount;
    private double lastLoss;

    /// <summary>Starts its process.</summary>
    /// <param name="role">What it stands for.</param>
    /// <param name="contestant">Name and the rest; its process measures it.</param>
    /// <param name="start">How to start it.</param>
    public TrainingContestant(ContestantRole role, Contestant contestant, ProcessStartInfo start)
    {
        Role = role;
        child = new ChildProcess(contestant.Name, start);
        Contestant = contestant with { Measure = TakeTurn };
    }

    public ContestantRole Role { get; }

    public Contestant Contestant { get; }

    /// <summary>What it came to so far.</summary>
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
