namespace VaeMlNet.Benchmarks;

/// <summary>A method of the protocol: it learns from the training part of a series, and scores the rows of the test part.</summary>
internal interface ISeriesMethod
{
    /// <summary>Gets the name of the method in results.</summary>
    string Name { get; }

    /// <summary>Gets whether the seed changes the scores. A method without randomness runs once, with seed 0.</summary>
    bool IsRandom { get; }

    /// <summary>Gets whether the method needs the times of rows. It does not run on series without them.</summary>
    bool NeedsTimes => false;

    /// <summary>Fits the method to the training part and scores the test part.</summary>
    /// <param name="series">The series. The labels are for the metrics only.</param>
    /// <param name="seed">The seed of all randomness.</param>
    /// <returns>The scores by each scheme that the method supports.</returns>
    IReadOnlyList<SchemeScores> Score(ProtocolSeries series, int seed);
}
