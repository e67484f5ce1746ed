using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Modules: names, modes, conversion, files.</summary>
public sealed class ModuleTests
{
    private static readonly string[] Keys =
    [
        "body.0.weight",
        "body.0.bias",
        "body.2.weight",
        "body.2.bias",
        "body.2.running_mean",
        "body.2.running_var",
        "body.2.num_batches_tracked",
        "head.weight",
        "head.bias",
    ];

    private DisposeScope scope = null!;
    private string path = null!;

    [SetUp]
    public void OpenScope()
    {
        scope = NewDisposeScope();
        path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.dat");
        manual_seed(1);
    }

    [TearDown]
    public void CloseScope()
    {
        scope.Dispose();
        File.Delete(path);
    }

    [Test]
    public void StateDict_OfNestedModules_HasDottedFieldNames()
    {
        using var network = new Network();

        Assert.That(network.state_dict().Keys, Is.EquivalentTo(Keys));
    }

    [Test]
    public void NamedParameters_OfNestedModules_AreTheTrainableOnes()
    {
        using var network = new Network();

        Assert.That(
            network.named_parameters().Select(pair => pair.name),
            Is.EqualTo(Keys.Where(key => !key.Contains("running") && !key.Contains("num_batches")))
        );
    }

    [Test]
    public void Sequential_WithNames_UsesThemAsKeys()
    {
        using var sequential = nn.Sequential(("first", nn.Linear(2, 3)), ("second", nn.ReLU()));

        Assert.Multiple(() =>
        {
            Assert.That(sequential.state_dict().Keys, Is.EquivalentTo(new[] { "first.weight", "first.bias" }));
            Assert.That(sequential.named_children().Select(pair => pair.name), Is.EqualTo(new[] { "first", "second" }));
            Assert.That(sequential, Has.Count.EqualTo(2));
        });
    }

    [Test]
    public void Load_OfASavedModule_GivesTheSameOutputs()
    {
        using var saved = new Network();
        using var loaded = new Network();
        saved.call(randn(16, 4)).Dispose();
        saved.eval();
        loaded.eval();
        var x = randn(5, 4);

        saved.save(path);
        loaded.load(path);

        Assert.That(loaded.call(x).Equals(saved.call(x)), Is.True);
    }

    [Test]
    public void Load_IntoAnotherArchitecture_ThrowsArgumentException()
    {
        using var saved = new Network();
        using var other = nn.Linear(4, 4);

        saved.save(path);

        Assert.That(() => other.load(path), Throws.ArgumentException);
    }

    [Test]
    public void Eval_OfAModule_ReachesItsDescendants()
    {
        using var network = new Network();

        network.eval();
        bool[] evaluating = [.. network.children().Select(child => child.training)];
        var x = randn(3, 4);
        var first = network.call(x);
        var second = network.call(x);
        network.train();

        Assert.Multiple(() =>
        {
            Assert.That(evaluating[^1], Is.False);
            Assert.That(first.Equals(second), Is.True);
            Assert.That(network.training, Is.True);
        });
    }

    [Test]
    public void To_Float64_ConvertsParametersAndKeepsCounts()
    {
        using var network = new Network();

        network.to(float64);

        Assert.Multiple(() =>
        {
            Assert.That(network.parameters().Select(parameter => parameter.dtype), Is.All.EqualTo(float64));
            Assert.That(network.parameters().Select(parameter => parameter.requires_grad), Is.All.True);
            Assert.That(network.state_dict()["body.2.num_batches_tracked"].dtype, Is.EqualTo(int64));
            Assert.That(network.state_dict().Keys, Is.EquivalentTo(Keys));
            Assert.That(network.call(randn(3, 4, dtype: float64)).dtype, Is.EqualTo(float64));
        });
    }

    [Test]
    public void Dispose_OfAModule_DisposesItsParameters()
    {
        var network = new Network();
        List<Parameter> parameters = [.. network.parameters()];

        network.Dispose();

        Assert.That(parameters.Select(parameter => parameter.IsInvalid), Is.All.True);
    }

    [Test]
    public void Linear_Created_IsInitializedAsInPyTorch()
    {
        using var linear = nn.Linear(400, 300);
        var bound = 1 / Math.Sqrt(400);

        // kaiming_uniform with a = sqrt(5) has the bound 1 / sqrt(fan in), as the bias has.
        Assert.Multiple(() =>
        {
            Assert.That(linear.weight.shape, Is.EqualTo(new long[] { 300, 400 }));
            Assert.That(linear.weight.abs().max().item<float>(), Is.EqualTo(bound).Within(0.001 * bound));
            Assert.That(linear.weight.var().item<float>(), Is.EqualTo(bound * bound / 3).Within(0.01 * bound * bound));
            Assert.That(linear.bias!.abs().max().item<float>(), Is.EqualTo(bound).Within(0.05 * bound));
            Assert.That(linear.in_features, Is.EqualTo(400));
            Assert.That(linear.out_features, Is.EqualTo(300));
        });
    }

    [Test]
    public void ClipGradNorm_AboveTheMaximum_ScalesAllGradients()
    {
        using var linear = nn.Linear(3, 2);
        (linear.call(ones(1, 3)) * 100).sum().backward();

        var before = nn.utils.clip_grad_norm_(linear.parameters(), 1.0);
        var after = Math.Sqrt(linear.parameters().Sum(p => p.grad!.square().sum().item<float>()));

        Assert.Multiple(() =>
        {
            Assert.That(before, Is.EqualTo(100 * Math.Sqrt(8)).Within(0.01));
            Assert.That(after, Is.EqualTo(1).Within(1e-3));
        });
    }

    private sealed class Network : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential body;
        private readonly Linear head;

        public Network()
            : base(nameof(Network))
        {
            body = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.BatchNorm1d(8), nn.Dropout(0.5));
            head = nn.Linear(8, 2);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var hidden = body.call(input);
            return head.call(hidden);
        }
    }
}
