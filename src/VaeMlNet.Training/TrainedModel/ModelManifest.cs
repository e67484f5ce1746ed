using System.Reflection;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Creates manifest.json of a trained model.</summary>
internal static class ModelManifest
{
    /// <summary>The version of the operator set of the graphs.</summary>
    public const int Opset = 17;

    /// <summary>Describes a trained model.</summary>
    public static VaeManifest Create(TrainedVae model, string modelFolder, OnnxWeightFormat weights) =>
        new()
        {
            Producer = Producer,
            Name = NameOf(modelFolder),
            Architecture = model.Network.Layers.Describe(model.InputDim, model.Network.Latent.Width) with
            {
                Image = model.ImageShape,
            },
            Latent = model.Network.Latent.Describe() with { Prior = model.Network.Prior?.Describe() },
            Inputs = model.Table is null ? VaeManifest.FeatureInput : VaeManifest.ColumnInputs,
            Columns = model.Table is { } table ? DescribeColumns(model, table) : [DescribeColumn(model)],
            MarksUnseen = model.Network.HasCategories,
            Conditions = model.Network.ConditionLayer is null
                ? null
                : new()
                {
                    Columns = DescribeConditions(model),
                    // Samplers choose from them, and nobody samples windows.
                    Combinations = model.Options.Series is null ? model.TrainingData.Conditions ?? [] : [],
                },
            TableSchema = model.Options.TableSchema,
            Series = DescribeSeries(model),
            Usual = DescribeUsual(model),
            ColumnRelations = model.Table?.Relations,
            NormalRows = model.TrainingData.Neighbors?.Description,
            Threshold = model.TrainingData.Threshold,
            Training = DescribeTraining(model),
            Opset = Opset,
            Weights = weights switch
            {
                OnnxWeightFormat.Float16 => VaeManifest.Float16Weights,
                OnnxWeightFormat.Int8 => VaeManifest.Int8Weights,
                _ => VaeManifest.Float32Weights,
            },
        };

    /// <summary>Gets the name and version of this library.</summary>
    public static string Producer => $"VaeMlNet {Version}";

    public static string NameOf(string modelFolder) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder)));

    private static string Version =>
        typeof(ModelManifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>() is { } version
            ? version.InformationalVersion.Split('+')[0] // without the commit
            : "0.0.0";

    /// <summary>Describes the raw columns of a table model.</summary>
    public static IReadOnlyList<VaeColumn> DescribeColumns(TrainedVae model, Table table) =>
        [.. TableInput.CreateAll(table).Select(column => DescribeColumn(model, column))];

    private static VaeColumn DescribeColumn(TrainedVae model) =>
        model.Network.Likelihood.Describe(
            new VaeColumn
            {
                Name = model.FeatureColumnName,
                Type = VaeColumn.SingleType,
                Width = model.InputDim,
                Likelihood = "",
                Minimum = model.TrainingData.Minimum,
                Maximum = model.TrainingData.Maximum,
            }
        );

    /// <summary>Describes the columns on which a model depends.</summary>
    public static IReadOnlyList<VaeColumn> DescribeConditions(TrainedVae model) =>
        model.Network.ConditionLayer is { Conditions.Columns: var columns }
            ?
            [
                .. TableInput
                    .CreateAll(model.Table, model.Network.InputDim, columns)
                    .Conditions.Select(input => input.Describe() with { Likelihood = VaeColumn.Condition }),
            ]
            : [];

    private static VaeColumn DescribeColumn(TrainedVae model, TableInput input) =>
        model.Network.Likelihood.Describe(
            input.Describe() with
            {
                PredictsMissing = model.Table!.PredictedMarks.Contains(input.Column),
                ImputedSpread = SpreadOf(model, input.Column),
            }
        );

    private static double? SpreadOf(TrainedVae model, TableColumn column) =>
        model.TrainingData.Regressions is { } regressions
        && regressions.Spreads[model.Table!.Sorted.Index().First(c => c.Item == column).Index] is > 0 and var spread
            ? spread
            : null;

    private static VaeSeries? DescribeSeries(TrainedVae model) =>
        // Older checkpoints have a contribution for each slot of a window, and not for each channel.
        model.Options.Series
            is { } series
        && model.TrainingData.Usual is { Contributions: var usual }
            ? series with
            {
                UsualContributions = usual.Count == series.Channels.Count ? usual : null,
            }
            : model.Options.Series;

    private static UsualRows? DescribeUsual(TrainedVae model)
    {
        var data = model.TrainingData;
        if (data.Usual is not { } usual || model.Options.Series is not null)
        {
            return null;
        }

        List<UsualSlots> columns = [];
        var first = 0;
        foreach (var column in model.Table?.Columns ?? [])
        {
            columns.Add(
                new()
                {
                    Lows = column.UsualLows,
                    Highs = column.UsualHighs,
                    Contributions = [.. usual.Contributions.Skip(first).Take(column.Width)],
                }
            );
            first += column.Width;
        }

        return new()
        {
            Rows = model.Table?.RowCount ?? data.RowCount,
            Columns = model.Table is null ? [usual] : columns,
            Pairs = model.Table?.Pairs ?? [],
        };
    }

    private static VaeTrainingSummary DescribeTraining(TrainedVae model)
    {
        var epoch = model.WeightsEpoch;
        var loss = (epoch.Validation ?? epoch.Training) with { Beta = model.Options.BetaOrDefault };
        return new VaeTrainingSummary
        {
            Rows = model.TrainingData.RowCount,
            LabeledRows = model.TrainingData.LabeledRowCount,
            LogarithmicAbove = model.TrainingData.KnownAnomalies?.LogAbove,
            Epochs = model.History.Count,
            BatchSize = model.Options.BatchSizeOrDefault,
            LearningRate = model.Options.LearningRateOrDefault,
            Optimizer = model.Options.Optimizer.Kind.ToString().ToLowerInvariant(),
            Beta = model.Options.BetaOrDefault,
            HiddenCells = model.Options.InputNoise is { Kind: VaeInputNoiseKind.HiddenCells, Level: var level }
                ? level
                : null,
            Seed = model.Options.Seed,
            Seconds = model.History.Sum(epoch => epoch.Seconds),
            ValidationRows = model.TrainingData.ValidationRowCount,
            Loss = loss.Total,
            Reconstruction = loss.Reconstruction,
            Kl = loss.Kl,
            RelativeError = model.TrainingData.RelativeError,
            Convergence = model.Convergence,
        };
    }
}
