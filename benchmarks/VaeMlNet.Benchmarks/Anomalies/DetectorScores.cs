namespace VaeMlNet.Benchmarks;

/// <summary>What a detector made of a split.</summary>
/// <param name="Scores">Of each test row, higher meaning more anomalous.</param>
/// <param name="FitSeconds">Wall-clock time of the fit; 0 where nothing is fitted.</param>
/// <param name="ScoreSeconds">Wall-clock time of scoring the test rows.</param>
internal sealed record DetectorScores(float[] Scores, double FitSeconds, double ScoreSeconds);
