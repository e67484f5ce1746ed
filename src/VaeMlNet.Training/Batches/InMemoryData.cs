using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Training rows that are kept in memory. Validation rows are views of the same rows.</summary>
/// <param name="columnName">The feature column.</param>
/// <param name="values">The range of the values.</param>
/// <param name="rows">The training rows.</param>
/// <param name="weights">The weights, float32 [N], 1 on average; null for equal weights.</param>
/// <param name="validation">The validation rows; null for none.</param>
internal sealed class InMemoryData(
    string columnName,
    FeatureValues values,
    MemoryRows rows,
    Tensor? weights,
    MemoryRows? validation
) : TrainingData(columnName, values, validation)
{
    // Known anomalies are trimmed with others while they are at most this share of the trimmed rows.
    private const double ShareOfTrimmed = 0.5;

    private (Tensor Rows, Tensor? Weights)? onDevice;

    /// <summary>
    /// Sets validation rows aside if the options request it, and balances the remaining rows.
    /// </summary>
    /// <exception cref="InvalidOperationException">No training row remains.</exception>
    public static InMemoryData Prepare(
        string columnName,
        FeatureValues values,
        GivenRows given,
        VaeTrainerOptions options
    )
    {
        var marksAnomalies = options.Labels is KnownAnomalyLabelOptions;
        var keepsKnown = marksAnomalies && AreTrimmed(given, options);
        var kept = Split(
            marksAnomalies && !keepsKnown ? WithoutKnownAnomalies(given) : given,
            options.Data.ValidationShareOrDefault,
            options.Seed,
            marksAnomalies
        );
        var rows = keepsKnown ? WithoutKnownAnomalies(kept) : kept;
        var classes = kept.Classes is null ? null : Renumbered(kept.Classes);
        // The labels of validation rows are not used, except those of known anomalies, which are never validation rows.
        var known = marksAnomalies ? given.Rows.Choose(NumbersOf(given, label => label == 1)) : null;
        var labels =
            rows.Targets is { } targets && marksAnomalies ? Array.ConvertAll(targets, KnownLabel) : rows.Targets;
        var weights = Normalized((int)kept.Rows.Count, kept.Weights, classes);
        return new InMemoryData(
            columnName,
            values,
            rows.Rows,
            weights is null ? null : tensor(weights),
            kept.Validation
        )
        {
            RowsWithKnownAnomalies = keepsKnown ? kept.Rows : null,
            KnownAnomalies = known,
            Labels = labels,
            Labeled = Label(rows.Rows, labels, known, weights),
        };
    }

    /// <summary>Gets the rows of known anomalies; null without such labels.</summary>
    private MemoryRows? KnownAnomalies { get; init; }

    /// <summary>Gets the label of each training row, NaN for none; null without labels.</summary>
    private float[]? Labels { get; init; }

    /// <summary>Gets the rows of epochs if known anomalies are among them; null for the training rows.</summary>
    private MemoryRows? RowsWithKnownAnomalies { get; init; }

    public override int InputDim => rows.Width - Values.ConditionWidth;

    public override long RowCount => EpochRows.Count;

    public override long CountedRows => rows.Count;

    public override bool HaveWeights => weights is not null;

    public override MemoryRows Sample => rows;

    /// <summary>
    /// Returns the rows of folds, each with training data without validation rows. The tensor that they are views of belongs to the caller's
    /// dispose scope.
    /// </summary>
    /// <param name="folds">The numbers of the rows of each fold: validation rows first, then training rows.</param>
    public IReadOnlyList<(InMemoryData Training, MemoryRows HeldOut)> Divide(IEnumerable<Fold> folds)
    {
        RowsOfTensor all = new((Validation is null ? rows : new JoinedRows([Validation, rows])).CopyTo(CPU));
        var first = (int)(Validation?.Count ?? 0);
        return [.. folds.Select(fold => (Learn(fold.Training), all.Choose(fold.HeldOut)))];

        InMemoryData Learn(int[] numbers)
        {
            var training = all.Choose(numbers);
            var labels = Labels is null
                ? null
                : Array.ConvertAll(numbers, number => number < first ? float.NaN : Labels[number - first]);
            return new(ColumnName, Values, training, weights: null, validation: null)
            {
                Labeled = Label(training, labels, KnownAnomalies, weights: null),
            };
        }
    }

    /// <summary>Divides training and validation rows into random folds, at most as many as there are rows.</summary>
    public IEnumerable<Fold> RandomFolds(int count, int seed)
    {
        var order = RandomOrder(CountedRows + (Validation?.Count ?? 0), seed);
        count = Math.Min(count, order.Length);
        return Enumerable
            .Range(0, count)
            .Select(fold =>
            {
                var isHeldOut = order.Index().ToLookup(place => place.Index % count == fold, place => place.Item);
                return new Fold(InOrder([.. isHeldOut[false]]), InOrder([.. isHeldOut[true]]));
            });
    }

    public override void MoveTo(TrainingDevice device)
    {
        if (device.PlaceAllIfTheyFit(CopyRows, CopyWeights) is [var placed, var placedWeights])
        {
            onDevice = (placed!, placedWeights);
        }

        Tensor CopyRows() => EpochRows.CopyTo(device.Device);

        Tensor? CopyWeights() => weights?.to(device.Device);
    }

    public override EpochRows OpenEpoch(int epoch, Generator generator)
    {
        // Half the memory of int64, and the same order.
        var order = randperm(RowCount, ScalarType.Int32, generator: generator);
        return onDevice is { } placed
            ? new Epoch(new RowsOfTensor(placed.Rows), placed.Weights, order.to(placed.Rows.device))
            : new Epoch(EpochRows, weights, order);
    }

    private MemoryRows EpochRows => RowsWithKnownAnomalies ?? rows;

    private static GivenRows Split(GivenRows given, double share, int seed, bool marksAnomalies)
    {
        if (share == 0)
        {
            return given;
        }

        var rowCount = given.Rows.Count;
        var order = RandomOrder(rowCount, seed);
        var areFew =
            marksAnomalies
            && LabelSource.AreFew(
                given.Targets!.Count(label => label == -1),
                given.Targets!.Count(label => label != 1)
            );
        bool IsLearned(int row) => areFew && given.Targets![row] == -1;
        bool CanBeHeldOut(int row) => !marksAnomalies || (given.Targets![row] != 1 && !IsLearned(row));

        // At least one row that is no known anomaly.
        var validationCount = (int)Math.Max(Array.FindIndex(order, CanBeHeldOut) + 1, Math.Round(share * rowCount));
        if (validationCount >= rowCount)
        {
            throw ValidationSplit.NothingLeft(share, rowCount);
        }

        int[] validation = [.. InOrder(order[..validationCount]).Where(CanBeHeldOut)];
        int[] training = [.. order[validationCount..], .. order[..validationCount].Where(IsLearned)];
        return given.Choose(InOrder(training)) with { Validation = given.Rows.Choose(validation) };
    }

    private static int[] RandomOrder(long rowCount, int seed)
    {
        using var generator = EpochRandomness.NewGenerator(seed, EpochRandomness.Purpose.Split);
        using var order = randperm(rowCount, ScalarType.Int32, generator: generator);
        return order.data<int>().ToArray();
    }

    /// <summary>
    /// Returns whether the known anomalies are so few that trimming leaves them out of the steps with others. Then the network is that of a training
    /// without labels, and a few labels cannot make it another one.
    /// </summary>
    private static bool AreTrimmed(GivenRows given, VaeTrainerOptions options) =>
        given is { Weights: null, Classes: null }
        && given.Targets!.Count(label => label == 1) <= ShareOfTrimmed * (options.TrimmedShare ?? 0) * given.Rows.Count;

    /// <summary>Takes the known anomalies out of the rows. Rows that are known to be normal stay.</summary>
    private static GivenRows WithoutKnownAnomalies(GivenRows given) =>
        given.Choose(NumbersOf(given, label => label != 1));

    private static int[] NumbersOf(GivenRows given, Func<float, bool> has) =>
        [.. Enumerable.Range(0, given.Targets!.Length).Where(row => has(given.Targets[row]))];

    // Weights do not count in what is learned from known anomalies after the training.
    private static LabeledSet? Label(MemoryRows rows, float[]? labels, MemoryRows? knownAnomalies, float[]? weights) =>
        labels is null ? null
        : knownAnomalies is null ? LabeledSet.Find(rows, labels, weights)
        : LabeledSet.Find(
            new JoinedRows([knownAnomalies, rows]),
            [.. Enumerable.Repeat(1f, (int)knownAnomalies.Count), .. labels]
        );

    private static float KnownLabel(float label) => label is 1 or -1 ? label : float.NaN;

    /// <summary>Sorts row numbers as the rows are in the data.</summary>
    private static int[] InOrder(int[] rows)
    {
        Array.Sort(rows);
        return rows;
    }

    /// <summary>Renumbers the classes without gaps, because a class can have lost all its rows.</summary>
    private static int[] Renumbered(int[] classes)
    {
        var numbers = classes.Distinct().Order().Index().ToDictionary(c => c.Item, c => c.Index);
        return Array.ConvertAll(classes, c => numbers[c]);
    }

    /// <summary>
    /// Returns the weights of N rows, 1 on average over an epoch's rows; null without weights and classes.
    /// </summary>
    private static float[]? Normalized(int rowCount, float[]? given, int[]? classes)
    {
        if (given is null && classes is null)
        {
            return null;
        }

        var sums = new RowWeights(classes is not null);
        for (var row = 0; row < rowCount; row++)
        {
            sums.Add(given?[row] ?? 1, classes?[row] ?? 0);
        }

        var weights = new float[rowCount];
        for (var row = 0; row < rowCount; row++)
        {
            weights[row] = (float)((given?[row] ?? 1) * sums.Factor(classes?[row] ?? 0));
        }

        return weights;
    }

    private sealed class Epoch(MemoryRows rows, Tensor? weights, Tensor order) : EpochRows
    {
        private long position;

        public override TrainingBatch Next(long count)
        {
            var indices = order.narrow(0, position, count).to(ScalarType.Int64); // [n]
            position += count;
            return new TrainingBatch(rows, indices, weights?.index_select(0, indices));
        }
    }
}
