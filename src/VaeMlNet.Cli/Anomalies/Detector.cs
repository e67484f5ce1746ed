using System.Diagnostics;

namespace VaeMlNet.Cli;

/// <summary>Something that is fitted to rows without labels and then scores others.</summary>
internal abstract class Detector
{
    /// <summary>What it is called in tables and files; one that gives several scores has several.</summary>
    public abstract IReadOnlyList<string> Methods { get; }

    /// <summary>Fits to the training part and scores the test part.</summary>
    /// <param name="split">The rows as they are.</param>
    /// <param name="standardised">The same rows in standard deviations.</param>
    /// <param name="seed">Of all randomness.</param>
    /// <param name="cancellationToken">Ends the fit.</param>
    /// <returns>The scores of each of <see cref="Methods"/>, in their order.</returns>
    public abstract IReadOnlyList<DetectorScores> Detect(
        TrainTestSplit split,
        TrainTestSplit standardised,
        int seed,
        CancellationToken cancellationToken
    );

    /// <summary>Does work and says how many seconds it took.</summary>
    protected static (T Result, double Seconds) Timed<T>(Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        var result = work();
        return (result, clock.Elapsed.TotalSeconds);
    }
}
