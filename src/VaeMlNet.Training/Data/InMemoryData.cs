using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Training rows that are kept in memory.</summary>
/// <param name="columnName">The feature column.</param>
/// <param name="values">The range of the values.</param>
/// <param name="rows">float32 [N, D].</param>
/// <param name="weights">The weights, float32 [N], 1 on average; null for equal weights.</param>
/// <param name="classes">
/// The row numbers of each class, to draw the same number of rows from each; null to draw each row once.
/// </param>
/// <param name="validation">The validation rows, float32 [M, D]; null for none.</param>
internal sealed class InMemoryData(
    string columnName,
    FeatureValues values,
    Tensor rows,
    Tensor? weights,
    ClassRows? classes,
    Tensor? validation
) : TrainingData(columnName, values, validation)
{
    private (Tensor Rows, Tensor? Weights)? onDevice;

    /// <summary>
    /// Sets validation rows aside if the options request it, removes outliers, and balances the remaining rows.
    /// </summary>
    /// <param name="columnName">The feature column.</param>
    /// <param name="values">The range of the values.</param>
    /// <param name="given">Checked rows. Their labels are class numbers.</param>
    /// <param name="weightSource">The source of the weights in messages.</param>
    /// <param name="options">Checked options.</param>
    /// <exception cref="InvalidOperationException">No training row remains, or no row has a weight.</exception>
    public static InMemoryData Prepare(
        string columnName,
        FeatureValues values,
        VaeTrainingTensors given,
        string weightSource,
        VaeTrainerOptions options
    )
    {
        var balance = options.Data.ClassBalance;
        var (rows, anomalies) = options.Labels is KnownAnomalyOptions ? WithoutKnownAnomalies(given) : (given, null);
        var split = Split(rows, options.Data.ValidationShareOrDefault, options.Seed);
        var (kept, removed) = WithoutOutliers(split, options.Data.OutlierShare, values);
        var weights = kept.ExampleWeights is { } examples ? TensorValues.Floats(examples) : null;
        var classes = kept.Labels is { } labels ? Renumbered(TensorValues.Integers(labels)) : null;
        return new InMemoryData(
            columnName,
            values,
            kept.Rows,
            Normalized((int)kept.Rows.shape[0], weights, classes, balance, weightSource),
            balance == VaeClassBalance.Resample && classes is not null ? new ClassRows(classes) : null,
            kept.ValidationRows
        )
        {
            Removed = removed,
            Labeled = anomalies ?? (kept.Targets is { } targets ? LabeledRows.Find(kept.Rows, targets) : null),
        };
    }

    /// <inheritdoc />
    public override int InputDim => (int)rows.shape[1] - Values.ConditionWidth;

    /// <inheritdoc />
    public override long RowCount => rows.shape[0];

    /// <inheritdoc />
    public override bool HaveWeights => weights is not null;

    /// <inheritdoc />
    public override Tensor Sample => rows;

    /// <inheritdoc />
    public override void MoveTo(TrainingDevice device)
    {
        if (device.PlaceAllIfTheyFit(weights is null ? [rows] : [rows, weights]) is { } placed)
        {
            onDevice = (placed[0], placed.ElementAtOrDefault(1));
        }
    }

    /// <inheritdoc />
    public override EpochRows OpenEpoch(int epoch, Generator generator)
    {
        var order = classes?.DrawOrder(generator) ?? randperm(RowCount, ScalarType.Int64, generator: generator);
        var (source, weightsOfSource) = onDevice ?? (rows, weights);
        return new Epoch(source, weightsOfSource, order.to(source.device));
    }

    private static VaeTrainingTensors Split(VaeTrainingTensors given, double share, int seed)
    {
        if (share == 0)
        {
            return given;
        }

        var rowCount = given.Rows.shape[0];
        using var generator = EpochRandomness.NewGenerator(seed, EpochRandomness.Purpose.Split);
        var order = randperm(rowCount, ScalarType.Int64, generator: generator).data<long>().ToArray();
        var validationCount = (int)Math.Max(1, Math.Round(share * rowCount));
        if (validationCount >= rowCount)
        {
            throw ValidationSplit.NothingLeft(share, rowCount);
        }

        return Take(given, order[validationCount..]) with
        {
            ValidationRows = Take(given, order[..validationCount]).Rows,
        };
    }

    /// <summary>Takes the known anomalies out of the rows.</summary>
    private static (VaeTrainingTensors Rows, LabeledRows? Anomalies) WithoutKnownAnomalies(VaeTrainingTensors given)
    {
        var rows = TensorValues.Floats(given.Targets!).Index().ToLookup(row => row.Item == 1, row => (long)row.Index);
        var others = Take(given, [.. rows[false]]) with { Targets = null };
        return rows[true].Any() && Take(given, [.. rows[true]]) is { Targets: { } targets } anomalies
            ? (others, new LabeledRows(anomalies.Rows, targets))
            : (others, null);
    }

    private static (VaeTrainingTensors Kept, Tensor? Removed) WithoutOutliers(
        VaeTrainingTensors given,
        double share,
        FeatureValues values
    )
    {
        var count = (int)(share * given.Rows.shape[0]);
        if (count == 0)
        {
            return (given, null);
        }

        var byDistance = RobustDistance
            .PerRow(given.Rows.narrow(1, 0, given.Rows.shape[1] - values.ConditionWidth), values.KeySlots)
            .Index()
            .OrderBy(row => row.Item)
            .Select(row => (long)row.Index)
            .ToArray();
        var removed = given.Rows.index_select(0, tensor(byDistance[^count..])); // [count, D]
        return (Take(given, byDistance[..^count]), removed);
    }

    /// <summary>Selects rows, in the order of the data.</summary>
    private static VaeTrainingTensors Take(VaeTrainingTensors given, long[] rows)
    {
        var indices = tensor(rows.Order().ToArray()); // [n]
        return given with
        {
            Rows = given.Rows.index_select(0, indices), // [n, D]
            ExampleWeights = given.ExampleWeights?.index_select(0, indices), // [n]
            Labels = given.Labels?.index_select(0, indices), // [n]
            Targets = given.Targets?.index_select(0, indices), // [n]
        };
    }

    /// <summary>Renumbers the classes without gaps, because a class can have lost all its rows.</summary>
    private static int[] Renumbered(long[] classes)
    {
        var numbers = classes.Distinct().Order().Index().ToDictionary(c => c.Item, c => c.Index);
        return Array.ConvertAll(classes, c => numbers[c]);
    }

    /// <summary>
    /// Returns the weights, float32 [N], 1 on average over an epoch's rows; null if all rows have the same weight.
    /// </summary>
    private static Tensor? Normalized(
        int rowCount,
        float[]? given,
        int[]? classes,
        VaeClassBalance balance,
        string weightSource
    )
    {
        if (given is null && balance != VaeClassBalance.Weight)
        {
            return null;
        }

        var sums = new RowWeights(balance);
        for (var row = 0; row < rowCount; row++)
        {
            sums.Add(given?[row] ?? 1, classes?[row] ?? 0);
        }

        sums.CheckSums(weightSource);
        var weights = new float[rowCount];
        for (var row = 0; row < rowCount; row++)
        {
            weights[row] = (float)((given?[row] ?? 1) * sums.Factor(classes?[row] ?? 0));
        }

        return tensor(weights);
    }

    private sealed class Epoch(Tensor rows, Tensor? weights, Tensor order) : EpochRows
    {
        private long position;

        public override TrainingBatch Next(long count)
        {
            var indices = order.narrow(0, position, count); // [n]
            position += count;
            return new TrainingBatch(rows.index_select(0, indices), weights?.index_select(0, indices)); // [n, D], [n]
        }
    }
}
