using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Measures how well a column that the model does not read can be predicted from its embeddings.</summary>
internal static class DownstreamAccuracy
{
    private const int MostClasses = 100;
    private static readonly ForestOptions Forest = new(100, MinimumLeafRows: 2);

    /// <summary>Returns the share of held-out rows whose class a random forest predicts.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="training">The rows that the forest learns from.</param>
    /// <param name="heldOut">The rows to predict.</param>
    /// <param name="targetName">The column of the classes.</param>
    /// <param name="seed">The seed of the forest.</param>
    public static double Measure(TrainedVae trained, IDataView training, IDataView heldOut, string targetName, int seed)
    {
        var (learnedClasses, testedClasses) = ReadClasses(training, heldOut, targetName);
        var learned = Embed(trained, training);
        var tested = Embed(trained, heldOut);
        int[] all = [.. learnedClasses, .. testedClasses];
        var classCount = all.Max() + 1;
        float[][] features = [.. learned.Zip(tested, (a, b) => (float[])[.. a, .. b])];
        var codes = new FeatureBins(learned).Encode(features);
        float[][] targets =
        [
            .. Enumerable.Range(0, classCount).Select(c => Array.ConvertAll(all, value => value == c ? 1f : 0f)),
        ];
        int[] learnedRows =
        [
            .. Enumerable.Range(0, all.Length).Where(row => row < learnedClasses.Length && all[row] >= 0),
        ];
        int[] testedRows =
        [
            .. Enumerable.Range(learnedClasses.Length, testedClasses.Length).Where(row => all[row] >= 0),
        ];
        var forest = RandomForest.Fit(codes, targets, learnedRows, Forest, seed);
        var estimates = forest.Predict(codes, testedRows);
        return testedRows
            .Select((row, i) => Enumerable.Range(0, classCount).MaxBy(c => estimates[c][i]) == all[row] ? 1.0 : 0.0)
            .Average();
    }

    /// <summary>Reads the classes of the rows, -1 where one is missing.</summary>
    /// <exception cref="ArgumentException">The column is missing, or has too few or too many classes.</exception>
    /// <exception cref="InvalidOperationException">No row to learn from or no held-out row has a class.</exception>
    public static (int[] Learned, int[] Tested) ReadClasses(IDataView training, IDataView heldOut, string targetName)
    {
        ClassIndices classes = new();
        var learned = ReadClasses(training, targetName, classes);
        var tested = ReadClasses(heldOut, targetName, classes);
        var classCount = learned.Concat(tested).Max() + 1;
        if (classCount is < 2 or > MostClasses)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Target column '{targetName}' has {classCount} different values, but a column of classes has 2 to {MostClasses}. Name another column."
                )
            );
        }

        var (known, knownTested) = (learned.Count(IsKnown), tested.Count(IsKnown));
        return known > 0 && knownTested > 0
            ? (learned, tested)
            : throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"Target column '{targetName}' has a value in {known} of {learned.Length} training rows and in {knownTested} of {tested.Length} held-out rows, but both need one. Fill the column in more rows, leave rows without a value out, or name another column."
                )
            );

        static bool IsKnown(int value) => value >= 0;
    }

    private static int[] ReadClasses(IDataView view, string targetName, ClassIndices classes)
    {
        var column = ClassIndices.Bind(view.Schema, targetName, ColumnRole.Target);
        using var cursor = view.GetRowCursor([column]);
        var read = ClassIndices.NewGetter(cursor, column);
        List<int> indices = [];
        while (cursor.MoveNext())
        {
            indices.Add(read() is { } value ? classes.FindOrAdd(value) : -1);
        }

        return [.. indices];
    }

    /// <summary>Returns the embeddings, [latents][rows].</summary>
    private static float[][] Embed(TrainedVae trained, IDataView view)
    {
        using var scope = NewDisposeScope();
        var rows = trained.Network.RowsOf(trained.ReadRows(view));
        var means = Evaluation.Embeddings(trained.Network, rows); // [N, Z]
        var values = TensorValues.Floats(means.transpose(0, 1)); // [Z, N]
        return [.. values.Chunk((int)means.shape[0])];
    }
}
