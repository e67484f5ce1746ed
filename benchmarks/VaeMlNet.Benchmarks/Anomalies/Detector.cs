using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>A detector that is fitted to rows without labels and then scores other rows.</summary>
internal abstract class Detector
{
    /// <summary>Gets the name by which the detector is chosen.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the names in tables and files, one for each kind of score.</summary>
    public virtual IReadOnlyList<string> Methods => [Name];

    /// <summary>Gets whether the detector runs only where it is named.</summary>
    public bool IsVariant { get; init; }

    /// <summary>Returns whether the detector runs where none is named.</summary>
    /// <param name="onNormalRows">Whether the training rows are normal.</param>
    public virtual bool IsDefault(bool onNormalRows) => !IsVariant;

    /// <summary>Fits the detector to the training part and scores the test part.</summary>
    /// <param name="split">The rows in their original units.</param>
    /// <param name="standardized">The same rows, standardized by the training part.</param>
    /// <param name="seed">The seed of all randomness.</param>
    /// <param name="progress">Receives the progress of trainings.</param>
    /// <param name="cancellationToken">Cancels a fit within a step of it.</param>
    /// <returns>The scores of each of <see cref="Methods"/>, in their order.</returns>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public abstract IReadOnlyList<DetectorScores> Detect(
        TrainTestSplit split,
        TrainTestSplit standardized,
        int seed,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    );

    /// <summary>Runs work and measures its seconds.</summary>
    protected static (T Result, double Seconds) Timed<T>(Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        var result = work();
        return (result, clock.Elapsed.TotalSeconds);
    }
}
