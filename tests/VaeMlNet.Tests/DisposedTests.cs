using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Disposed models and transformers throw ObjectDisposedException and write nothing.</summary>
public sealed class DisposedTests
{
    private const string Described = "Says what the model is; needs no session.";

    private static readonly string[] OfTransformers = ["ExecutionProvider", "IsRowToRowMapper", "Threshold", "Kind"];

    private static readonly Type[] Tested =
    [
        typeof(VaeModel),
        typeof(VaeTransformer),
        typeof(VaeScoreTransformer),
        typeof(ApplyOnnxModelBatchedTransformer),
    ];

    /// <summary>Types that need a trained model of time series: VaeSeriesTests of VaeMlNet.Training.Tests.</summary>
    private static readonly Type[] TestedWithTraining = [typeof(VaeSeriesEngine), typeof(VaeSeriesScoreTransformer)];

    [Test]
    public void DisposableTypes_OfTheAssembly_AreInTheTestsBelow()
    {
        var types = typeof(VaeModel).Assembly.GetExportedTypes().Where(typeof(IDisposable).IsAssignableFrom);

        Assert.That(
            types,
            Is.EquivalentTo(Tested.Where(type => type.IsPublic).Concat(TestedWithTraining).Append(typeof(VaeScorer)))
        );
    }

    [Test]
    [Proves(42)]
    public void VaeModel_Disposed_EveryMemberRefuses()
    {
        var model = VaeModel.Open(TinyModel.Bernoulli.Folder);
        model.Dispose();
        string[] allowed =
        [
            nameof(VaeModel.Folder),
            nameof(VaeModel.Manifest),
            nameof(VaeModel.InputDim),
            nameof(VaeModel.LatentDim),
            nameof(VaeModel.History),
            nameof(VaeModel.BestEpoch),
            nameof(VaeModel.CalibrationRows),
            nameof(VaeModel.ExecutionProvider),
        ];
        DisposedMembers.AssertRefuse(model, allowed.ToDictionary(a => a, _ => Described), typeof(VaeModel).Assembly);
    }

    [Test]
    public void VaeScorer_Disposed_RefusesToScore([Values(1, 4)] int maxBatchSize)
    {
        var model = VaeModel.Open(TinyModel.Bernoulli.Folder);
        var scorer = model.CreateScorer(maxBatchSize: maxBatchSize);
        scorer.Dispose();
        model.Dispose();
        var row = new float[TinyModel.InputDim];

        Assert.That(() => scorer.Score(row), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => model.Score(row), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(scorer.Dispose, Throws.Nothing, "Dispose again");
    }

    [TestCaseSource(nameof(SubjectOfEachType))]
    [Proves(42)]
    public void Transformer_Disposed_EveryMemberRefuses(EstimatorSubject subject)
    {
        var transformer = Fit(subject);
        var disposed = (IDisposable)transformer;
        disposed.Dispose();
        var allowed = OfTransformers
            .Where(name => transformer.GetType().GetProperty(name) is not null)
            .ToDictionary(name => name, _ => Described);
        DisposedMembers.AssertRefuse(disposed, allowed, typeof(VaeModel).Assembly);
    }

    [Test]
    public void SaveModelFolder_AfterDispose_WritesNothing()
    {
        using var temporary = new TemporaryFolder();
        foreach (var subject in SubjectOfEachType())
        {
            var transformer = (VaeTransformer)Fit(subject);
            transformer.Dispose();
            Assert.That(() => transformer.SaveModelFolder(temporary["x"]), Throws.TypeOf<ObjectDisposedException>());
        }

        Assert.That(temporary.Entries, Is.Empty);
    }

    private static IEnumerable<EstimatorSubject> SubjectOfEachType()
    {
        // Chains are ML.NET's.
        var subjects = ContractCases
            .Subjects()
            .ToLookup(TypeOf)
            .Where(g => typeof(VaeTransformer).IsAssignableFrom(g.Key));
        Assert.That(subjects.Select(group => group.Key), Is.EquivalentTo(Tested.Except([typeof(VaeModel)])));
        return subjects.Select(group => group.First());
    }

    private static Type TypeOf(EstimatorSubject subject)
    {
        var transformer = Fit(subject);
        ((IDisposable)transformer).Dispose();
        return transformer.GetType();
    }

    private static ITransformer Fit(EstimatorSubject subject)
    {
        using var data = ContractCases.LayoutsOf(subject).First().Create(subject.Inputs, 4);
        return subject.Create(2).Fit(data.View);
    }
}
