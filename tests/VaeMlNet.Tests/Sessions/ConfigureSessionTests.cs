using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet.Tests;

public sealed class ConfigureSessionTests
{
    private static readonly TinyModel Tiny = TinyModel.Gaussian;
    private static readonly MLContext Ml = new(seed: 1);

    [Test]
    public void Open_OptionsChanged_HaveTheirEffectInEachSession()
    {
        using TemporaryFolder folder = new();
        var count = 0;
        using var model = Open(session => session.OptimizedModelFilePath = folder[$"{count++}.onnx"]);

        Assert.That(folder.Entries, Is.EqualTo(new[] { "0.onnx" }), "only the encoder is open");

        Assert.That(model.Verify().Passed, Is.True);
        Assert.That(folder.Entries, Has.Count.EqualTo(count).And.Count.GreaterThan(2));
    }

    [TestCase(null)]
    [TestCase(3)]
    public void Open_Method_GetsTheOptionsOfVaeMlNet(int? threads)
    {
        (int Threads, ExecutionMode Mode, bool KeepsMemory) seen = default;
        using var model = VaeModel.Open(
            Tiny.Folder,
            new()
            {
                KeepMemory = false,
                IntraOpThreadCount = threads,
                ConfigureSession = session =>
                    seen = (session.IntraOpNumThreads, session.ExecutionMode, session.EnableCpuMemArena),
            }
        );

        Assert.That(
            seen,
            Is.EqualTo((threads ?? SessionSettings.ThreadsOfSharedRun, ExecutionMode.ORT_SEQUENTIAL, false))
        );
    }

    [Test]
    public void Steps_OnAConfiguredModel_GiveTheSameValues()
    {
        var rows = Tiny.Rows(600);
        using var usual = VaeModel.Open(Tiny.Folder);
        using var configured = Open(session => session.AddSessionConfigEntry("session.set_denormal_as_zero", "1"));
        using var scorer = configured.CreateScorer(maxBatchSize: 8);

        Assert.That(Scores(configured, rows), Is.EqualTo(Scores(usual, rows)).Within(1e-5f));
        Assert.That(
            rows.AsParallel().AsOrdered().Select(row => scorer.Score(row)),
            Is.EqualTo(rows.Select(row => usual.Score(row))).Within(1e-5f)
        );
    }

    [TestCase("cpu")]
    [TestCase("auto")]
    [TestCase("cuda:0")]
    public void RunsAtOnce_OnAnyDevice_IsOne(string device)
    {
        var settings = SessionSettings.From(new() { Device = device, ConfigureSession = Nothing });

        Assert.That((settings.RunsAtOnce, settings.SingleRowRunsAtOnce), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Sessions_EqualDelegates_AreShared()
    {
        using var first = Open(Nothing);
        using var second = Open(Nothing);
        using var usual = VaeModel.Open(Tiny.Folder);

        Assert.That(first.DecoderLease.Session, Is.SameAs(second.DecoderLease.Session));
        Assert.That(first.DecoderLease.Session, Is.Not.SameAs(usual.DecoderLease.Session));
    }

    [Test]
    public void Sessions_LambdaWithCapturedVariable_AreNotShared()
    {
        using var first = Open(Capturing("a"));
        using var second = Open(Capturing("b"));

        Assert.That(first.DecoderLease.Session, Is.Not.SameAs(second.DecoderLease.Session));

        static Action<SessionOptions> Capturing(string name) => session => session.LogId = name;
    }

    [TestCase("cpu")]
    [TestCase("auto")]
    public void Open_MethodThrows_FailsWithItsReason(string device)
    {
        FormatException cause = new("The file of settings is empty.");

        var exception = Assert.Throws<InvalidOperationException>(() =>
            VaeModel.Open(Tiny.Folder, new() { Device = device, ConfigureSession = _ => throw cause })
        );

        Assert.That(exception.InnerException, Is.SameAs(cause));
        Assert.That(
            exception.Message,
            Does.StartWith(
                "VaeSessionOptions.ConfigureSession failed: The file of settings is empty. ONNX Runtime offers"
            )
        );
    }

    private static IEnumerable<TestCaseData> MissingProviders()
    {
        static TestCaseData Case(string name, Action<SessionOptions> add) =>
            new TestCaseData(add).SetArgDisplayNames(name);

        yield return Case("DirectML", session => session.AppendExecutionProvider_DML(0));
        yield return Case("CoreML", session => session.AppendExecutionProvider("CoreML"));
        yield return Case("OpenVINO", session => session.AppendExecutionProvider_OpenVINO("CPU"));
        yield return Case("unknown", session => session.AppendExecutionProvider("NoSuchProvider"));
    }

    [TestCaseSource(nameof(MissingProviders))]
    [Platform(Include = "Linux", Reason = "its native library of the CPU has none of them")]
    public void Open_ProviderThatTheLibraryLacks_FailsWithTheProvidersAndAdvice(Action<SessionOptions> add) =>
        Assert.That(
            () => Open(add),
            Throws
                .InvalidOperationException.With.Message.Contains("ConfigureSession failed")
                .And.Message.Contains("ONNX Runtime offers CPUExecutionProvider")
                .And.Message.Contains("reference its package")
        );

    private static VaeModel Open(Action<SessionOptions> configure) =>
        VaeModel.Open(Tiny.Folder, new() { ConfigureSession = configure });

    private static void Nothing(SessionOptions session) => _ = session;

    private static float[] Scores(VaeModel model, float[][] rows)
    {
        var view = Ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = row }));
        using var step = Ml.Transforms.VaeScore("Score", "Features", model).Fit(view);
        return [.. step.Transform(view).GetColumn<float>("Score")];
    }

    private sealed class Row
    {
        [VectorType(TinyModel.InputDim)]
        public float[] Features { get; set; } = [];
    }
}
