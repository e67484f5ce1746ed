using System.Buffers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>What holds for the scores of any detector, in the manner of scikit-learn's estimator checks.</summary>
public sealed class VaeScoreContractTests
{
    /// <summary>Between batch sizes, where matrix products add in another order.</summary>
    private const double RelativeTolerance = 1e-5;

    private const int RowCount = 300;

    private readonly MLContext ml = new(seed: 1);

    [TestCaseSource(typeof(TinyModel), nameof(TinyModel.All))]
    public void Score_AnyRow_IsFiniteAndLabelledByTheThreshold(object model)
    {
        using VaeScoreTransformer transformer = Transformer((TinyModel)model, new());
        IDataView view = transformer.Transform(new ReusingView(((TinyModel)model).Rows(RowCount)));

        List<float> scores = Read.Column<float>(view, "Score");

        Assert.That(scores, Has.Count.EqualTo(RowCount));
        Assert.That(scores.All(float.IsFinite), Is.True);
        Assert.That(scores.Distinct().Count(), Is.GreaterThan(250), "continuous rows have scores of their own");
        Assert.That(
            Read.Column<bool>(view, "PredictedLabel"),
            Is.EqualTo(scores.Select(s => s > transformer.Threshold))
        );
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(256)]
    [TestCase(RowCount)]
    public void Score_AnyBatchSize_IsTheSame(int batchSize)
    {
        TinyModel tiny = TinyModel.Gaussian;
        List<float> expected = Scores(tiny, tiny.Rows(RowCount), new());

        List<float> scores = Scores(tiny, tiny.Rows(RowCount), new() { BatchSize = batchSize });

        AssertClose(scores, expected);
    }

    [Test]
    public void Score_PermutedRows_IsPermuted()
    {
        TinyModel tiny = TinyModel.Gaussian;
        float[][] rows = tiny.Rows(RowCount);
        int[] order = [.. Enumerable.Range(0, RowCount)];
        new Random(5).Shuffle(order);
        List<float> straight = Scores(tiny, rows, new() { BatchSize = 16 });

        List<float> permuted = Scores(tiny, [.. order.Select(i => rows[i])], new() { BatchSize = 16 });

        AssertClose(permuted, [.. order.Select(i => straight[i])]);
    }

    [Test]
    public void Score_FittedTwice_IsIdentical()
    {
        TinyModel tiny = TinyModel.Bernoulli;
        var estimator = ml.Transforms.VaeScore("Score", "Features", tiny.Folder);
        var data = new ReusingView(tiny.Rows(RowCount));
        using VaeScoreTransformer first = estimator.Fit(data);
        using VaeScoreTransformer second = estimator.Fit(new ReusingView(tiny.Rows(7, seed: 2)));

        Assert.That(
            Read.Column<float>(second.Transform(data), "Score"),
            Is.EqualTo(Read.Column<float>(first.Transform(data), "Score"))
        );
    }

    [TestCaseSource(typeof(TinyModel), nameof(TinyModel.All))]
    public void Contributions_AnyRow_AreNotNegativeAndAddUpToTheReconstructionError(object model)
    {
        var tiny = (TinyModel)model;
        var options = new VaeScoreOptions { Kind = VaeScoreKind.ReconstructionError, ContributionsColumnName = "Why" };
        using VaeScoreTransformer transformer = Transformer(tiny, options);
        IDataView view = transformer.Transform(new ReusingView(tiny.Rows(RowCount)));

        List<float> scores = Read.Column<float>(view, "Score");
        float[][] contributions = Read.Vectors(view, "Why");

        Assert.That(contributions.SelectMany(c => c), Is.All.GreaterThanOrEqualTo(0));
        for (int i = 0; i < RowCount; i++)
        {
            Assert.That(contributions[i].Sum(c => (double)c), Is.EqualTo(scores[i]).Within(0.01).Percent, $"row {i}");
        }
    }

    [Test]
    public void Getters_InAnyOrder_GiveTheValuesOfTheRow()
    {
        TinyModel tiny = TinyModel.Gaussian;
        using VaeScoreTransformer transformer = Transformer(
            tiny,
            new() { BatchSize = 8, ContributionsColumnName = "Why" }
        );
        IDataView view = transformer.Transform(new ReusingView(tiny.Rows(60)));
        float[] scores = [.. Read.Column<float>(view, "Score")];
        bool[] labels = [.. Read.Column<bool>(view, "PredictedLabel")];
        float[][] contributions = Read.Vectors(view, "Why");
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        var score = cursor.GetGetter<float>(view.Schema["Score"]);
        var label = cursor.GetGetter<bool>(view.Schema["PredictedLabel"]);
        var why = cursor.GetGetter<VBuffer<float>>(view.Schema["Why"]);
        VBuffer<float> whyNow = default;
        var random = new Random(1);

        for (int row = 0; cursor.MoveNext(); row++)
        {
            Action[] checks =
            [
                () => Assert.That(Value(score), Is.EqualTo(scores[row])),
                () => Assert.That(Value(label), Is.EqualTo(labels[row])),
                () =>
                {
                    why(ref whyNow);
                    Assert.That(whyNow.DenseValues(), Is.EqualTo(contributions[row]));
                },
            ];
            // Some getters twice, some not at all.
            foreach (Action check in random.GetItems(checks, 4))
            {
                check();
            }
        }
    }

    [Test]
    public void EightThreads_OneTransformer_EqualTheSingleThread()
    {
        TinyModel tiny = TinyModel.Gaussian;
        using VaeScoreTransformer transformer = Transformer(tiny, new());
        IDataView view = transformer.Transform(new ReusingView(tiny.Rows(1000)));
        List<float> expected = Read.Column<float>(view, "Score");
        var results = new List<float>[8];

        Thread[] threads =
        [
            .. Enumerable.Range(0, 8).Select(i => new Thread(() => results[i] = Read.Column<float>(view, "Score"))),
        ];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());

        Assert.That(results, Is.All.EqualTo(expected));
    }

    [Test]
    public void FitAndTransform_OptionsAndRows_AreLeftAlone()
    {
        TinyModel tiny = TinyModel.Bernoulli;
        float[][] rows = tiny.Rows(50);
        var options = new VaeScoreOptions { ContributionsColumnName = "Why", BatchSize = 7 };
        string before = Describe(options);
        var estimator = ml.Transforms.VaeScore("Score", "Features", tiny.Folder, options);
        var data = new ReusingView(rows);
        using VaeScoreTransformer transformer = estimator.Fit(data);

        Read.Vectors(transformer.Transform(data), "Why");

        Assert.That(Describe(options), Is.EqualTo(before));
        Assert.That(rows, Is.EqualTo(tiny.Rows(50)));
    }

    [Test]
    public void Estimator_OptionsChangedAfterwards_KeepsTheOldOnes()
    {
        TinyModel tiny = TinyModel.Bernoulli;
        var options = new VaeScoreOptions { Threshold = 3 };
        var estimator = ml.Transforms.VaeScore("Score", "Features", tiny.Folder, options);
        options.Threshold = 4;

        using VaeScoreTransformer transformer = estimator.Fit(new ReusingView([]));

        Assert.That(transformer.Threshold, Is.EqualTo(3));
    }

    /// <summary>ONNX Runtime's sums depend on the alignment of what they read, down to the last bit.</summary>
    [Test]
    public void Score_BuffersAnywhereInMemory_IsIdentical()
    {
        TinyModel tiny = TinyModel.Gaussian;
        using VaeScoreTransformer transformer = Transformer(tiny, new() { ContributionsColumnName = "Why" });
        IDataView view = transformer.Transform(new ReusingView(tiny.Rows(1000)));
        List<float> expected = Read.Column<float>(view, "Score");
        var rented = new List<float[]>();

        for (int i = 0; i < 40; i++)
        {
            // The arrays that the pool would give again are taken, so that the next one lies elsewhere.
            rented.Add(ArrayPool<float>.Shared.Rent(256 * 14));
            rented.Add(new float[(2 * (i % 9)) + 1]);
            using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);

            Assert.That(Read.Column<float>(cursor, "Score"), Is.EqualTo(expected), $"pass {i}");
        }
        GC.KeepAlive(rented);
    }

    private static string Describe(VaeScoreOptions options) =>
        string.Join(", ", typeof(VaeScoreOptions).GetProperties().Select(p => $"{p.Name}={p.GetValue(options)}"));

    private static T Value<T>(ValueGetter<T> getter)
    {
        T value = default!;
        getter(ref value);
        return value;
    }

    private static void AssertClose(List<float> actual, List<float> expected)
    {
        Assert.That(actual, Has.Count.EqualTo(expected.Count));
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.That(
                actual[i],
                Is.EqualTo(expected[i]).Within(RelativeTolerance * Math.Abs(expected[i])),
                $"row {i}"
            );
        }
    }

    private List<float> Scores(TinyModel model, float[][] rows, VaeScoreOptions options)
    {
        using VaeScoreTransformer transformer = Transformer(model, options);
        return Read.Column<float>(transformer.Transform(new ReusingView(rows)), "Score");
    }

    private VaeScoreTransformer Transformer(TinyModel model, VaeScoreOptions options) =>
        ml.Transforms.VaeScore("Score", "Features", model.Folder, options).Fit(new ReusingView([]));
}
