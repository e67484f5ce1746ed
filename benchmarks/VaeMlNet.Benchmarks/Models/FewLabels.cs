using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Trains classifiers of digits on given features. With all labels, the error is measured on all test images. With a few labels, it
/// is measured on the first 5,000. Logistic regression standardizes features by the labeled rows.
/// </summary>
internal sealed class FewLabels
{
    private const int TestCountForFewLabels = 5000;
    private const int DrawCount = 3;

    private readonly Tensor train;
    private readonly Tensor test;
    private readonly byte[] trainLabels;
    private readonly byte[] testLabels;

    /// <summary>Creates the classifiers. The caller owns the features.</summary>
    /// <param name="train">The training features, float32 [N, F].</param>
    /// <param name="test">The test features, float32 [10000, F].</param>
    /// <param name="digits">The labels.</param>
    public FewLabels(Tensor train, Tensor test, DigitTensors digits)
        : this((train, digits.TrainLabels), (test, digits.TestLabels)) { }

    /// <summary>Creates classifiers of any labels. The caller owns the features.</summary>
    /// <param name="train">The training features, float32 [N, F], and labels.</param>
    /// <param name="test">The test features, float32 [M, F], and labels.</param>
    public FewLabels((Tensor Features, byte[] Labels) train, (Tensor Features, byte[] Labels) test)
    {
        (this.train, trainLabels) = train;
        (this.test, testLabels) = test;
    }

    /// <summary>Returns the error of multinomial logistic regression.</summary>
    /// <param name="labelCount">The number of labels to learn from, averaged over three draws; null for all labels.</param>
    /// <param name="iterations">The largest number of L-BFGS iterations; null for ML.NET's default.</param>
    public double LogisticRegressionError(int? labelCount, int? iterations) =>
        Draws(labelCount).Average(rows => LogisticRegression(rows, iterations).Error);

    /// <summary>Returns the quality of multinomial logistic regression that learns from some rows.</summary>
    /// <param name="rows">The numbers of the labeled training rows.</param>
    /// <param name="iterations">The largest number of L-BFGS iterations; null for ML.NET's default.</param>
    /// <returns>The share of wrong labels, and with two labels the AUROC, otherwise NaN.</returns>
    public (double Error, double Auroc) LogisticRegression(long[] rows, int? iterations = null)
    {
        using var scope = NewDisposeScope();
        var ml = new MLContext(seed: 1);
        LbfgsMaximumEntropyMulticlassTrainer.Options options = new() { L1Regularization = 0 };
        options.MaximumNumberOfIterations = iterations ?? options.MaximumNumberOfIterations;
        (var known, var asked) = Standardized(rows);
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options));
        var model = pipeline.Fit(View(ml, known, Labels(rows)));
        var predicted = model.Transform(View(ml, asked, testLabels[..(int)asked.shape[0]]));
        var error = 1 - ml.MulticlassClassification.Evaluate(predicted).MicroAccuracy;
        if (testLabels.Max() > 1)
        {
            return (error, double.NaN);
        }

        var first = trainLabels[rows[0]]; // keys are in the order of occurrence
        float[] scores = [.. predicted.GetColumn<float[]>("Score").Select(score => score[first == 1 ? 0 : 1])];
        bool[] isSecond = [.. testLabels[..scores.Length].Select(label => label == 1)];
        return (error, RankingQuality.Compute(scores, isSecond).AreaUnderRoc);
    }

    /// <summary>Returns the error of the nearest labeled image's label, averaged over three draws.</summary>
    public double NearestNeighborError(int labelCount) =>
        Draws(labelCount)
            .Average(rows =>
            {
                using var scope = NewDisposeScope();
                // Do not standardize: pixels that hardly ever differ would count as much as all others.
                var known = train.index_select(0, tensor(rows)); // [M, F]
                var asked = test.narrow(0, 0, TestCountForFewLabels); // [T, F]
                // |a - b|^2 without |a|^2, which is the same for all labeled rows: [T, M].
                var distances = known.square().sum(1) - (asked.matmul(known.t()) * 2);
                var nearest = distances.argmin(1).data<long>().ToArray();
                var labels = Labels(rows);
                return nearest.Where((neighbor, i) => labels[neighbor] != testLabels[i]).Count()
                    / (double)nearest.Length;
            });

    /// <summary>Returns the numbers of random labeled rows, three times; null for all rows, once.</summary>
    public IEnumerable<long[]> Draws(int? labelCount)
    {
        long[] all = [.. Enumerable.Range(0, trainLabels.Length).Select(i => (long)i)];
        return labelCount is not { } count
            ? [all]
            : Enumerable
                .Range(1, DrawCount)
                .Select(seed =>
                {
                    long[] shuffled = [.. all];
                    new Random(seed).Shuffle(shuffled);
                    return shuffled[..Math.Min(count, shuffled.Length)];
                });
    }

    /// <summary>Returns labeled and test rows, standardized by the labeled rows as scikit-learn's StandardScaler does.</summary>
    private (Tensor Known, Tensor Asked) Standardized(long[] rows)
    {
        var isFew = rows.Length < trainLabels.Length;
        var known = train.index_select(0, tensor(rows));
        var mean = known.mean([0L]);
        var deviation = (known - mean).square().mean([0L]).sqrt();
        // A feature that never changes, such as a pixel at the border, has deviation 0.
        deviation = deviation.where(deviation > 0, ones_like(deviation));
        var asked = isFew ? test.narrow(0, 0, Math.Min(TestCountForFewLabels, test.shape[0])) : test;
        return ((known - mean) / deviation, (asked - mean) / deviation);
    }

    private byte[] Labels(long[] rows) => [.. rows.Select(row => trainLabels[row])];

    private static IDataView View(MLContext ml, Tensor features, byte[] labels)
    {
        var width = (int)features.shape[1];
        var values = features.contiguous().data<float>().ToArray();
        var schema = SchemaDefinition.Create(typeof(LabeledRow));
        schema[nameof(LabeledRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return ml.Data.LoadFromEnumerable(
            labels
                .Select(
                    (label, i) => new LabeledRow { Features = values[(i * width)..((i + 1) * width)], Label = label }
                )
                .ToArray(),
            schema
        );
    }

    private sealed class LabeledRow
    {
        public float[] Features { get; set; } = [];

        public uint Label { get; set; }
    }
}
