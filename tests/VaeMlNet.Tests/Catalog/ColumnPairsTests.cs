using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Overloads for several column pairs give the same columns as a step for each pair, with one session.</summary>
public sealed class ColumnPairsTests
{
    // A thread count that no other test uses: the sessions of these tests are their own.
    private const int OwnThreads = 12;

    private static readonly TinyModel Tiny = TinyModel.Bernoulli;
    private static readonly TransformsCatalog Transforms = new MLContext(seed: 1).Transforms;

    private static IEnumerable<TestCaseData> Steps()
    {
        static TestCaseData Case<T>(
            string name,
            Func<InputOutputColumnPair[], VaeModel, EstimatorChain<T>> ofModel,
            Func<InputOutputColumnPair[], string, EstimatorChain<T>> ofFolder
        )
            where T : class, ITransformer => new TestCaseData(ofModel, ofFolder).SetArgDisplayNames(name);

        yield return Case(
            "encode",
            (columns, model) => Transforms.VaeEncode(columns, model),
            (columns, folder) => Transforms.VaeEncode(columns, folder, new() { IntraOpThreadCount = OwnThreads })
        );
        yield return Case(
            "decode",
            (columns, model) => Transforms.VaeDecode(columns, model),
            (columns, folder) => Transforms.VaeDecode(columns, folder, new() { IntraOpThreadCount = OwnThreads })
        );
        yield return Case(
            "reconstruct",
            (columns, model) => Transforms.VaeReconstruct(columns, model),
            (columns, folder) => Transforms.VaeReconstruct(columns, folder, new() { IntraOpThreadCount = OwnThreads })
        );
    }

    [TestCaseSource(nameof(Steps))]
    public void Fit_TwoPairs_ShareTheModelsSessions<T>(
        Func<InputOutputColumnPair[], VaeModel, EstimatorChain<T>> ofModel,
        Func<InputOutputColumnPair[], string, EstimatorChain<T>> ofFolder
    )
        where T : VaeTransformer
    {
        var columns = typeof(T) == typeof(VaeDecodeTransformer) ? Latents() : Features();
        using var model = VaeModel.Open(Tiny.Folder, new() { IntraOpThreadCount = OwnThreads });
        model.Verify();

        using var first = ofModel(columns, model).Fit(Data());
        using var second = ofFolder(columns, Tiny.Folder).Fit(Data());

        SessionLease[] leases = [.. first.Concat(second).Cast<T>().Select(t => t.Lease)];

        Assert.That(leases, Has.Length.EqualTo(4));
        Assert.That(leases.All(l => l.IsSameSessionAs(leases[0])), Is.True);
        Assert.That(leases[0].SessionReferences, Is.EqualTo(5), "the model and four transformers");
    }

    [Test]
    public void Transform_TwoPairs_EqualsOneStepPerPair()
    {
        var data = Data();

        var pairs = Transforms.VaeEncode(Features(), Tiny.Folder).Fit(data).Transform(data);

        var steps = Transforms
            .VaeEncode("A", "Features", Tiny.Folder)
            .Append(Transforms.VaeEncode("B", "Before", Tiny.Folder))
            .Fit(data)
            .Transform(data);

        Assert.That(Shapes.Describe(pairs.Schema), Is.EqualTo(Shapes.Describe(steps.Schema)));

        foreach (var name in new[] { "A", "B" })
        {
            Assert.That(ViewColumns.Vectors(pairs, name), Is.EqualTo(ViewColumns.Vectors(steps, name)), name);
        }

        Assert.That(ViewColumns.Vectors(pairs, "A"), Is.Not.EqualTo(ViewColumns.Vectors(pairs, "B")));
    }

    [Test]
    public void Transform_OnePairWithLogVariances_HasBoth()
    {
        var data = Data();

        var view = Transforms
            .VaeEncode([new("Features")], Tiny.Folder, new() { LogVarianceColumnName = "Spread" })
            .Fit(data)
            .Transform(data);

        Assert.That(view.Schema["Features"].Type.ToString(), Is.EqualTo("Vector<Single, 2>"), "in place");
        Assert.That(ViewColumns.Vectors(view, "Spread"), Has.Length.EqualTo(5));
    }

    [Test]
    public void Create_PairThatReadsWhatOneBeforeItWrites_IsRefused()
    {
        InputOutputColumnPair[] inTheWrongOrder = [new("Features", "Before"), new("Again", "Features")];

        Assert.That(
            () => Transforms.VaeReconstruct(inTheWrongOrder, Tiny.Folder),
            Throws
                .ArgumentException.With.Property("ParamName")
                .EqualTo("columns")
                .And.Message.Contains("VaeReconstruct reads 'Features'")
                .And.Message.Contains("first")
        );
        Assert.That(() => Transforms.VaeReconstruct([.. inTheWrongOrder.Reverse()], Tiny.Folder), Throws.Nothing);
    }

    [Test]
    public void Create_TwoPairsThatWriteOneColumn_AreRefused()
    {
        var options = new VaeEncodeOptions { LogVarianceColumnName = "Spread" };

        Assert.That(
            () => Transforms.VaeEncode([new("A", "Features"), new("A", "Before")], Tiny.Folder),
            Throws.ArgumentException.With.Message.Contains("'A'")
        );
        Assert.That(
            () => Transforms.VaeEncode(Features(), Tiny.Folder, options),
            Throws.ArgumentException.With.Message.Contains("'Spread'").And.Message.Contains("one pair only")
        );
    }

    [Test]
    public void Create_WrongArguments_AreRefused()
    {
        using var model = VaeModel.Open(Tiny.Folder);

        Assert.That(
            () => Transforms.VaeDecode([], Tiny.Folder),
            Throws.ArgumentException.With.Message.Contains("At least one column pair")
        );
        Assert.That(() => Transforms.VaeDecode([new("A"), null!], model), Throws.ArgumentNullException);
        Assert.That(() => Transforms.VaeDecode((InputOutputColumnPair[])null!, model), Throws.ArgumentNullException);
        Assert.That(() => Transforms.VaeDecode(Latents(), (VaeModel)null!), Throws.ArgumentNullException);
        Assert.That(
            () => Transforms.VaeDecode(Latents(), model, new() { IntraOpThreadCount = 2 }),
            Throws.ArgumentException.With.Message.Contains("IntraOpThreadCount")
        );
        Assert.That(
            () => Transforms.VaeDecode(Latents(), new VaeModelSource(Tiny.Folder, gpuDeviceId: -1)),
            Throws.TypeOf<ArgumentOutOfRangeException>()
        );
    }

    private static InputOutputColumnPair[] Features() => [new("A", "Features"), new("B", "Before")];

    private static InputOutputColumnPair[] Latents() => [new("A", "Latent"), new("B", "LatentBefore")];

    private static IDataView Data()
    {
        var features = Tiny.Rows(10);
        var latents = TinyModel.Latents(10);
        return new MLContext(1).Data.LoadFromEnumerable(
            Enumerable
                .Range(0, 5)
                .Select(i => new Input
                {
                    Features = features[i],
                    Before = features[i + 5],
                    Latent = latents[i],
                    LatentBefore = latents[i + 5],
                })
                .ToArray()
        );
    }

    private sealed class Input
    {
        [VectorType(TinyModel.InputDim)]
        public float[] Features { get; set; } = [];

        [VectorType(TinyModel.InputDim)]
        public float[] Before { get; set; } = [];

        [VectorType(TinyModel.LatentDim)]
        public float[] Latent { get; set; } = [];

        [VectorType(TinyModel.LatentDim)]
        public float[] LatentBefore { get; set; } = [];
    }
}
