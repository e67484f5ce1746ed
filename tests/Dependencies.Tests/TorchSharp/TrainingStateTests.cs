using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Checkpoints, flat parameters and gradients set by hand. Training continues with exactly the same bits.</summary>
public sealed class TrainingStateTests
{
    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    private static IEnumerable<TestCaseData> Optimizers()
    {
        yield return Optimizer("Adam", p => optim.Adam([p], 0.1, 0.9, 0.999, 1e-8, 0.01));
        yield return Optimizer("AdamW", p => optim.AdamW([p], 0.1, 0.9, 0.999, 1e-8, 0.01));
        yield return Optimizer("RMSProp", p => optim.RMSProp([p], 0.1, 0.99, 1e-8, 0.01, 0.9));
        yield return Optimizer("SGD", p => optim.SGD([p], 0.1, 0.9, 0, 0.01));
        yield return Optimizer("SGD without momentum", p => optim.SGD([p], 0.1));
    }

    /// <summary>Parameters are blocks of one vector, as in manual backpropagation.</summary>
    [TestCaseSource(nameof(Optimizers))]
    public void States_OfOptimizersOneAfterTheOther_ContinueToTheBit(Func<Parameter, OptimizerHelper> create)
    {
        Blocks unbroken = new(create);
        unbroken.Run(from: 0, to: 6);
        Blocks first = new(create);
        first.Run(from: 0, to: 3);
        var states = new MemoryStream();
        using (BinaryWriter writer = new(states, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            Array.ForEach(first.Optimizers, optimizer => optimizer.save_state_dict(writer));
        }

        Blocks second = new(create);
        second.Values.copy_(first.Values);
        states.Position = 0;
        using BinaryReader reader = new(states);
        Array.ForEach(second.Optimizers, optimizer => optimizer.load_state_dict(reader));
        second.Run(from: 3, to: 6);

        Assert.That(Floats(second.Values), Is.EqualTo(Floats(unbroken.Values)).And.Not.EqualTo(Floats(first.Values)));
        Assert.That(states.Position, Is.EqualTo(states.Length), "nothing is left to read");
    }

    [Test]
    public void LearningRate_OfALoadedState_IsTheSavedOneUntilSet()
    {
        using var parameter = nn.Parameter(ones(2));
        using var saved = optim.Adam([parameter], 0.5);
        using var loaded = optim.Adam([parameter], 0.1);
        var states = new MemoryStream();
        using BinaryWriter writer = new(states);
        parameter.sum().backward();
        saved.step();
        saved.save_state_dict(writer);

        states.Position = 0;
        loaded.load_state_dict(new BinaryReader(states));
        var afterLoading = loaded.ParamGroups.Single().LearningRate;
        loaded.ParamGroups.Single().LearningRate = 0;
        var before = Floats(parameter);
        loaded.step();

        Assert.That(afterLoading, Is.EqualTo(0.5));
        Assert.That(Floats(parameter), Is.EqualTo(before));
    }

    [Test]
    public void ClipGradNorm_OfGradientsSetByHand_ScalesTheSharedVector()
    {
        var gradient = tensor(new float[] { 3, 0, 0, 4 });
        Parameter[] parameters = [new(zeros(2)), new(zeros(2))];
        parameters[0].grad = gradient.narrow(0, 0, 2);
        parameters[1].grad = gradient.narrow(0, 2, 2);

        var norm = nn.utils.clip_grad_norm_(parameters, 1);

        Assert.That(norm, Is.EqualTo(5).Within(1e-6));
        Assert.That(Floats(gradient), Is.EqualTo(new[] { 0.6f, 0, 0, 0.8f }).Within(1e-5));
    }

    /// <summary>An optimizer that was created before uses the loaded values.</summary>
    [Test]
    public void Load_OfAModule_KeepsItsParameterObjects()
    {
        using var saved = nn.Linear(3, 2);
        using var loaded = nn.Linear(3, 2);
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.dat");
        var weight = loaded.weight;
        using (BinaryWriter writer = new(File.Create(path)))
        {
            nn.Module.save_state_dict(writer, saved.state_dict());
        }

        loaded.load(path);
        File.Delete(path);

        Assert.That(loaded.weight, Is.SameAs(weight));
        Assert.That(Floats(weight), Is.EqualTo(Floats(saved.weight)));
    }

    [Test]
    public void RegisterParameter_OfAModule_IsTrainedSavedAndConvertedByItsName()
    {
        using Scaled module = new();
        var before = module.get_parameter("log_scale")!;

        module.to(float64);

        Assert.Multiple(() =>
        {
            Assert.That(module.state_dict().Keys, Is.EqualTo(new[] { "log_scale", "layer.weight", "layer.bias" }));
            Assert.That(module.get_parameter("log_scale")!.dtype, Is.EqualTo(float64));
            Assert.That(module.get_parameter("log_scale")!.requires_grad, Is.True);
            Assert.That(module.get_parameter("log_scale"), Is.Not.SameAs(before), "parameters are replaced");
            Assert.That(module.get_parameter("nothing"), Is.Null);
            Assert.That(module.parameters().Select(parameter => parameter.dtype), Is.All.EqualTo(float64));
        });
    }

    /// <summary>An optimizer made before has the old ones, so it must be made after a conversion.</summary>
    [Test]
    public void To_OfALayer_ReplacesParametersOnlyWhenTheTypeChanges()
    {
        using var layer = nn.Linear(3, 2);
        var weight = layer.weight;

        layer.to(float32);
        var isKept = ReferenceEquals(layer.weight, weight);
        layer.to(float64);

        Assert.That(isKept, Is.True);
        Assert.That(layer.weight, Is.Not.SameAs(weight));
        Assert.That(layer.weight.dtype, Is.EqualTo(float64));
    }

    private static TestCaseData Optimizer(string name, Func<Parameter, OptimizerHelper> create) =>
        new TestCaseData(create).SetArgDisplayNames(name);

    private static float[] Floats(Tensor tensor) => tensor.detach().data<float>().ToArray();

    private sealed class Scaled : nn.Module<Tensor, Tensor>
    {
        private readonly Linear layer;

        public Scaled()
            : base(nameof(Scaled))
        {
            register_parameter("log_scale", new Parameter(full(3, 0.5, ScalarType.Float32)));
            layer = nn.Linear(3, 3);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => layer.call(input) * get_parameter("log_scale")!.exp();
    }

    /// <summary>A vector of two blocks with an optimizer each, and gradients that depend on the step.</summary>
    private sealed class Blocks
    {
        private const int Length = 16;

        private readonly Tensor gradient = zeros(2 * Length);

        public Blocks(Func<Parameter, OptimizerHelper> create)
        {
            Values = (arange(2 * Length, dtype: float32) * 0.37).sin();
            Parameter[] blocks = [new(Values.narrow(0, 0, Length)), new(Values.narrow(0, Length, Length))];
            blocks[0].grad = gradient.narrow(0, 0, Length);
            blocks[1].grad = gradient.narrow(0, Length, Length);
            Optimizers = [.. blocks.Select(create)];
        }

        public Tensor Values { get; }

        public OptimizerHelper[] Optimizers { get; }

        public void Run(int from, int to)
        {
            using var mode = no_grad();
            for (var step = from; step < to; step++)
            {
                gradient.copy_((Values * (step + 1)).cos());
                Array.ForEach(Optimizers, optimizer => optimizer.step());
            }
        }
    }
}
