namespace VaeMlNet.Benchmarks;

/// <summary>The result of a detector on a split.</summary>
/// <param name="Scores">The score of each test row. Higher scores mean more anomalous rows.</param>
/// <param name="FitSeconds">The wall-clock time of the fit, or 0 if nothing is fitted.</param>
/// <param name="ScoreSeconds">The wall-clock time of scoring the test rows.</param>
internal sealed record DetectorScores(float[] Scores, double FitSeconds, double ScoreSeconds);
