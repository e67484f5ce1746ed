using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Training;

/// <summary>The rows to train on, and those to judge by.</summary>
/// <param name="Training">Rows to train on.</param>
/// <param name="Validation">Rows to judge by; null when there are none.</param>
internal sealed record TrainingRows(FeatureMatrix Training, FeatureMatrix? Validation);
