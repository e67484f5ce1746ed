using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Steps on an opened model share its sessions. Steps and model can be disposed in any order.</summary>
public sealed class OpenedModelTests
{
    private static readonly TinyModel Tiny = TinyModel.Bernoulli;
    private static readonly MLContext Ml = new(seed: 1);

    // A thread count that no other test uses: the sessions of these tests are their own.
    private const int OwnThreads = 11;

    private static IEnumerable<TestCaseData> Steps()
    {
        static TestCaseData Case(string name, Func<VaeModel, IEstimator<VaeTransformer>> create) =>
            new TestCaseData(create).SetArgDisplayNames(name);

        var transforms = Ml.Transforms;
        yield return Case("encode", m => transforms.VaeEncode("Out", "Features", m));
        yield return Case("score", m => transforms.VaeScore("Out", "Features", m));
        yield return Case("decode", m => transforms.VaeDecode("Out", "Latent", m));
        yield return Case("reconstruct", m => transforms.VaeReconstruct("Out", "Features", m));
    }

    [TestCaseSource(nameof(Steps))]
    public void Dispose_TheModelFirst_LeavesTheTransformerWorking(Func<VaeModel, IEstimator<VaeTransformer>> create)
    {
        var model = Open();
        using var transformer = create(model).Fit(Data());
        var before = Values(transformer);

        model.Dispose();

        Assert.That(Values(transformer), Is.EqualTo(before).And.Length.EqualTo(5));
        Assert.That(() => model.Encode(new float[6]), Throws.TypeOf<ObjectDisposedException>());
    }

    [TestCaseSource(nameof(Steps))]
    public void Dispose_TheTransformerFirst_LeavesTheModelAndOtherStepsWorking(
        Func<VaeModel, IEstimator<VaeTransformer>> create
    )
    {
        using var model = Open();
        var estimator = create(model);
        var first = estimator.Fit(Data());
        using var second = estimator.Fit(Data());
        var before = Values(second);

        first.Dispose();

        Assert.That(model.Verify().Passed, Is.True);
        Assert.That(Values(second), Is.EqualTo(before).And.Length.EqualTo(5));
        Assert.That(
            () => first.Transform(Data()),
            Throws.TypeOf<ObjectDisposedException>().With.Property("ObjectName").Contains(" of model")
        );
    }

    [TestCaseSource(nameof(Steps))]
    public void Fit_SeveralTimes_SharesTheModelsSessions(Func<VaeModel, IEstimator<VaeTransformer>> create)
    {
        using var model = Open();
        model.Verify();

        using var first = create(model).Fit(Data());
        using var second = create(model).Fit(Data());

        foreach ((var one, var other) in first.Sessions.Leases.Zip(second.Sessions.Leases))
        {
            Assert.That(one.Session, Is.SameAs(other.Session));
            Assert.That(one.Session.References, Is.EqualTo(3), "the model and two transformers");
        }
    }

    [TestCaseSource(nameof(Steps))]
    public void Fit_AfterTheModelWasDisposed_OpensTheSessionsAgain(Func<VaeModel, IEstimator<VaeTransformer>> create)
    {
        var model = Open();
        var estimator = create(model);

        model.Dispose();

        using var transformer = estimator.Fit(Data());

        Assert.That(Values(transformer), Has.Length.EqualTo(5));
    }

    [TestCaseSource(nameof(Steps))]
    public void Create_OnADisposedModel_IsDisposedAndNamesIt(Func<VaeModel, IEstimator<VaeTransformer>> create)
    {
        var model = Open();
        model.Dispose();

        Assert.That(
            () => create(model),
            Throws.TypeOf<ObjectDisposedException>().With.Property("ObjectName").Contains(Tiny.Folder)
        );
        Assert.That(() => create(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Create_OptionsWithThreads_AreRefusedBecauseTheModelHasThem()
    {
        using var model = Open();
        var transforms = Ml.Transforms;

        foreach (
            var create in new Action[]
            {
                () => transforms.VaeEncode("Out", "Features", model, new() { IntraOpThreadCount = 2 }),
                () => transforms.VaeScore("Out", "Features", model, new() { IntraOpThreadCount = 2 }),
                () => transforms.VaeDecode("Out", "Latent", model, new() { IntraOpThreadCount = 2 }),
                () => transforms.VaeReconstruct("Out", "Features", model, new() { IntraOpThreadCount = 2 }),
            }
        )
        {
            Assert.That(
                create,
                Throws
                    .ArgumentException.With.Message.Contains("IntraOpThreadCount is 2")
                    .And.Message.Contains("VaeSessionOptions")
            );
        }
    }

    private static VaeModel Open() => VaeModel.Open(Tiny.Folder, new() { IntraOpThreadCount = OwnThreads });

    private static IDataView Data() =>
        Ml.Data.LoadFromEnumerable(
            Tiny.Rows(5).Zip(TinyModel.Latents(5), (x, z) => new Input { Features = x, Latent = z }).ToArray()
        );

    private static object[] Values(VaeTransformer transformer)
    {
        var view = transformer.Transform(Data());
        return view.Schema["Out"].Type is VectorDataViewType
            ? [.. ViewColumns.Vectors(view, "Out")]
            : [.. ViewColumns.Column<float>(view, "Out").Cast<object>()];
    }

    private sealed class Input
    {
        [VectorType(TinyModel.InputDim)]
        public float[] Features { get; set; } = [];

        [VectorType(TinyModel.LatentDim)]
        public float[] Latent { get; set; } = [];
    }
}
