using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>A training candidate in a process of its own.</summary>
internal sealed class TrainingCandidate : IDisposable
{
    private readonly ChildProcess child;
    private int turnCount;
    private double lastLoss;

    /// <summary>Starts the process.</summary>
    /// <param name="role">The role.</param>
    /// <param name="candidate">The candidate, which this process measures.</param>
    /// <param name="start">The program, its arguments and its environment.</param>
    public TrainingCandidate(CandidateRole role, Candidate candidate, ProcessStartInfo start)
    {
        Role = role;
        child = new ChildProcess(candidate.Name, start);
        Candidate = candidate with { Measure = TakeTurn };
    }

    public CandidateRole Role { get; }

    public Candidate Candidate { get; }

    /// <summary>Gets the result so far.</summary>
    public TrainedCandidate Summary => new(Role, Candidate, child.Facts, turnCount, lastLoss);

    public void Dispose() => child.Dispose();

    private MeasuredPass TakeTurn()
    {
        var figures = child.TakeTurn();
        turnCount++;
        lastLoss = figures.Loss;
        return figures.ToPass();
    }
}
