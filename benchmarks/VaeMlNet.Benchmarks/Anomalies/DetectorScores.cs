namespace VaeMlNet.Benchmarks;

/// <summary>The result of a detector on a split.</summary>
/// <param name="Scores">The scores of the test rows, once for each repeated fit. Higher scores mean more anomalous rows.</param>
/// <param name="FitSeconds">The wall-clock time of one fit, or 0 if it is not known apart from scoring.</param>
/// <param name="ScoreSeconds">The wall-clock time of scoring the test rows once.</param>
internal sealed record DetectorScores(float[][] Scores, double FitSeconds, double ScoreSeconds);
