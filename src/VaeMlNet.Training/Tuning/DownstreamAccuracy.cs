using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Measures how well a column that the model does not read can be predicted from its embeddings.</summary>
internal static class DownstreamAccuracy
{
    private const int MostTrainingRows = 10_000;
    private const int MostClasses = 100;
    private static readonly ForestOptions Forest = new(100, MinimumLeafRows: 2);

    /// <summary>Returns the share of held-out rows whose class a random forest predicts.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="training">The rows that the forest learns from.</param>
    /// <param name="heldOut">The rows to predict.</param>
    /// <param name="targetName">The column of the classes.</param>
    /// <param name="mostRows">The largest number of held-out rows.</param>
    /// <param name="seed">The seed of the forest.</param>
    public static double Measure(
        TrainedVae trained,
        IDataView training,
        IDataView heldOut,
        string targetName,
        int mostRows,
        int seed
    )
    {
        ClassIndices classes = new();
        var (learned, learnedClasses) = Read(trained, training, targetName, classes, MostTrainingRows);
        var (tested, testedClasses) = Read(trained, heldOut, targetName, classes, mostRows);
        int[] all = [.. learnedClasses, .. testedClasses];
        var classCount = all.Max() + 1;
        if (classCount is < 2 or > MostClasses)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Target column '{targetName}' has {classCount} different values, but a column of classes has 2 to {MostClasses}. Name another column."
                )
            );
        }

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

    /// <summary>Returns the embeddings, [latents][rows], and the class of each row, -1 if it is missing.</summary>
    private static (float[][] Embeddings, int[] Classes) Read(
        TrainedVae trained,
        IDataView view,
        string targetName,
        ClassIndices classes,
        int mostRows
    )
    {
        using var scope = NewDisposeScope();
        var rows = trained.Network.RowsOf(trained.ReadRows(view, mostRows));
        var means = Evaluation.Embeddings(trained.Network, rows); // [N, Z]
        var values = TensorValues.Floats(means.transpose(0, 1)); // [Z, N]
        var column = ClassIndices.Bind(view.Schema, targetName);
        using var cursor = view.GetRowCursor([column]);
        var read = ClassIndices.NewGetter(cursor, column);
        List<int> indices = [];
        while (indices.Count < means.shape[0] && cursor.MoveNext())
        {
            indices.Add(read() is { } value ? classes.FindOrAdd(value) : -1);
        }

        return ([.. values.Chunk((int)means.shape[0])], [.. indices]);
    }
}
