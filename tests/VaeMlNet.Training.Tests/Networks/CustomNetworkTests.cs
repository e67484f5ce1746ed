using TorchSharp;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class CustomNetworkTests
{
    [Test]
    public void Fit_OwnModules_TrainsExportsAndReloads()
    {
        using var folder = new TemporaryFolder();
        var network = ModelCases.Custom();
        using var rows = Some.Rows(64);
        using var trained = new VaeTrainer(Some.Options(epochCount: 20) with { Network = network }).Fit(rows);
        trained.Export(folder["model"], rows);
        trained.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"], network);
        using var model = VaeModel.Open(folder["model"]);

        Assert.Multiple(() =>
        {
            Assert.That(trained.History[^1].Training.Total, Is.LessThan(trained.History[0].Training.Total - 0.3));
            Assert.That(trained.Network.Encoder, Is.TypeOf<ModelCases.Residual>());
            Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(trained)));
            Assert.That(loaded.Evaluate(rows), Is.EqualTo(trained.Evaluate(rows)));
            Assert.That(model.Manifest.Architecture.Kind, Is.EqualTo("custom"));
            Assert.That(model.Verify().Passed, Is.True);
        });
    }

    /// <summary>The layers of the user are called as they are, also convolutions whose padding is not a number.</summary>
    [Test]
    public void Fit_OwnLayersInMixedPrecision_AreNotRounded()
    {
        List<bool> areRounded = [];
        var network = ModelCases.Custom() with
        {
            Encoder = inputDim =>
                nn.Sequential(
                    nn.Unflatten(1, [1, 1, inputDim]),
                    nn.Conv2d(1, 2, 3, padding: Padding.Same),
                    nn.Flatten(),
                    nn.Linear(2 * inputDim, 4),
                    new Watch(x => areRounded.Add(IsRounded(x)))
                ),
        };
        using var rows = Some.Rows(64);
        using var trained = new VaeTrainer(
            Some.Options(epochCount: 1) with
            {
                Network = network,
                UsesMixedPrecision = true,
            }
        ).Fit(rows);

        Assert.That(areRounded, Is.Not.Empty.And.All.False);
    }

    [Test]
    public void Export_ModuleThatTorchSharpComputesDifferently_NamesItAndTheFault()
    {
        using var folder = new TemporaryFolder();
        var network = ModelCases.Custom() with { Encoder = inputDim => new Clamped(inputDim) };
        using var rows = Some.Rows(64);
        using var trained = new VaeTrainer(Some.Options(epochCount: 1) with { Network = network }).Fit(rows);

        Assert.That(
            () => trained.Export(folder["model"], rows),
            Throws
                .InvalidOperationException.With.Message.Contains("'encoder.clamp (Hardtanh)'")
                .And.Message.Contains("TorchSharp 0.107.0 returns its input unclamped")
        );
    }

    [Test]
    public void LoadCheckpoint_WithoutTheModules_SaysToGiveThem()
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained(Some.Options(epochCount: 1) with { Network = ModelCases.Custom() });
        trained.SaveCheckpoint(folder.Path);

        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("LoadCheckpoint(folder, network)")
        );
    }

    [Test]
    public void LoadCheckpoint_OtherModules_SaysThatTheyDoNotFit()
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained(Some.Options(epochCount: 1) with { Network = ModelCases.Custom() });
        trained.SaveCheckpoint(folder.Path);
        var others = ModelCases.Custom() with { Encoder = inputDim => nn.Linear(inputDim, 3) };

        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder.Path, others),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("do not fit")
        );
    }

    [Test]
    public void LoadCheckpoint_ModulesForAModelWithoutAny_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var trained = Some.Trained(Some.Options(epochCount: 1));
        trained.SaveCheckpoint(folder.Path);

        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder.Path, ModelCases.Custom()),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("without")
        );
    }

    [Test]
    public void Constructor_DecoderOfAnotherWidth_SaysBothShapes()
    {
        var network = ModelCases.Custom() with { Decoder = (latentWidth, _) => nn.Linear(latentWidth, 5) };

        Assert.That(
            () => new VariationalAutoencoder(12, new VaeTrainerOptions { Network = network, LatentDim = 2 }),
            Throws
                .InvalidOperationException.With.Message.Contains("CustomNetworkOptions.Decoder")
                .And.Message.Contains("[1, 5]")
                .And.Message.Contains("[1, 12]")
        );
    }

    [Test]
    public void Initialize_OwnModules_KeepTheWeightsOfTheirFactory()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var network = ModelCases.Custom() with
        {
            Encoder = inputDim =>
            {
                var layer = nn.Linear(inputDim, 2);
                using var noGrad = no_grad();
                layer.weight.fill_(7);
                return layer;
            },
        };
        using var model = new VariationalAutoencoder(3, new VaeTrainerOptions { Network = network });
        model.Initialize(generator);

        Assert.That(TensorValues.Floats(model.get_parameter("encoder.weight")!), Is.All.EqualTo(7));
    }

    private static bool IsRounded(Tensor x) =>
        x.eq(x.to(ScalarType.BFloat16).to(ScalarType.Float32)).all().item<bool>();

    private sealed class Watch(Action<Tensor> see) : nn.Module<Tensor, Tensor>(nameof(Watch))
    {
        public override Tensor forward(Tensor input)
        {
            see(input);
            return input.clone(); // Sequential disposes its input
        }
    }

    private sealed class Clamped : nn.Module<Tensor, Tensor>, IOnnxExportable
    {
        private readonly Linear layer;
        private readonly Hardtanh clamp = nn.Hardtanh(-0.001, 0.001);

        public Clamped(int inputDim)
            : base(nameof(Clamped))
        {
            layer = nn.Linear(inputDim, 4);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => clamp.forward(layer.forward(x));

        public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path) =>
            [graph.AddModule(clamp, graph.AddModule(layer, inputs[0], $"{path}.layer"), $"{path}.clamp")];
    }
}
