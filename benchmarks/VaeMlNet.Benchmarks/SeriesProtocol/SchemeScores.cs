namespace VaeMlNet.Benchmarks;

/// <summary>The scores of a test part by one scheme.</summary>
/// <param name="Scheme">The name of the scheme (<see cref="SeriesScheme"/>).</param>
/// <param name="Scores">The score of each row; a higher score is more anomalous.</param>
internal sealed record SchemeScores(string Scheme, double[] Scores);
