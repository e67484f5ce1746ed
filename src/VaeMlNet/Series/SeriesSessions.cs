using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>References to the sessions of the graphs for scores and for expected values. The caller that opened them must dispose them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SeriesSessions : IDisposable
{
    private SeriesSessions(StepSessions scores, StepSessions? expectations)
    {
        Scores = scores;
        Expectations = expectations;
    }

    public StepSessions Scores { get; }

    /// <summary>Gets the sessions for expected values; null if the step computes none.</summary>
    public StepSessions? Expectations { get; }

    /// <summary>Opens the sessions of a step.</summary>
    /// <inheritdoc cref="StepSessions.Open" path="/exception"/>
    public static SeriesSessions Open(SeriesScoreStep step, IHostEnvironment environment)
    {
        var scores = StepSessions.Open(step.WindowScores, environment);
        try
        {
            return new(
                scores,
                step.WindowExpectations is { } expectations ? StepSessions.Open(expectations, environment) : null
            );
        }
        catch
        {
            scores.Dispose();
            throw;
        }
    }

    /// <summary>Returns further references to the same sessions, for a step with the same columns. The caller must dispose them.</summary>
    /// <exception cref="ObjectDisposedException">These references were disposed.</exception>
    public SeriesSessions Again(SeriesScoreStep step) =>
        new(
            Scores.Again(step.WindowScores),
            step.WindowExpectations is { } expectations ? Expectations!.Again(expectations) : null
        );

    public void ThrowIfDisposed() => Scores.ThrowIfDisposed();

    public void Dispose()
    {
        Scores.Dispose();
        Expectations?.Dispose();
    }
}
