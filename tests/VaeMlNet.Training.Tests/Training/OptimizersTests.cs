using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class OptimizersTests
{
    private static readonly VaeOptimizerOptions[] Cases =
    [
        new(),
        new() { WeightDecay = 0.1 },
        new() { Kind = VaeOptimizerKind.AdamW, WeightDecay = 0.1 },
        new() { Kind = VaeOptimizerKind.RmsProp },
        new()
        {
            Kind = VaeOptimizerKind.RmsProp,
            Momentum = 0.9,
            WeightDecay = 0.1,
        },
        new() { Kind = VaeOptimizerKind.Sgd },
        new()
        {
            Kind = VaeOptimizerKind.Sgd,
            Momentum = 0.9,
            WeightDecay = 0.1,
        },
    ];

    /// <summary>Float32 takes the pass over memory, and float64 the tensors. 111 elements are no multiple of a vector register.</summary>
    [Test]
    public void Step_SeveralTimes_EqualsTorchSharps(
        [ValueSource(nameof(Cases))] VaeOptimizerOptions options,
        [Values(ScalarType.Float32, ScalarType.Float64)] ScalarType type
    )
    {
        using var scope = NewDisposeScope();
        using Generator generator = new(1);
        var start = randn(3, 37, type, generator: generator);
        var (ours, theirs) = (new Parameter(start.clone()), new Parameter(start.clone()));
        using var our = Optimizers.Create([ours], new() { Optimizer = options });
        using var their = Optimizers.Create([theirs], new() { Optimizer = options });
        for (var step = 1; step <= 5; step++)
        {
            var gradient = randn(3, 37, type, generator: generator);
            (ours.grad, theirs.grad) = (gradient, gradient.clone());
            var rate = 0.1 / step;
            Optimizers.Step(our, options, rate);
            their.ParamGroups.Single().LearningRate = rate;
            their.step();
        }

        var difference = (ours - theirs).abs().max().to(ScalarType.Float64).item<double>();

        Assert.That(difference, Is.LessThan(type == ScalarType.Float32 ? 2e-6 : 1e-14));
    }

    /// <summary>Without the correction of the moments, the first step would be 0.1 / sqrt(0.001) times as long.</summary>
    [TestCase(VaeOptimizerKind.Adam)]
    [TestCase(VaeOptimizerKind.AdamW)]
    public void Step_FirstOfAdam_MovesEachParameterByTheLearningRate(VaeOptimizerKind kind)
    {
        using var scope = NewDisposeScope();
        VaeOptimizerOptions options = new() { Kind = kind };
        var parameter = new Parameter(zeros(4));
        using var optimizer = Optimizers.Create([parameter], new() { Optimizer = options });
        parameter.grad = tensor(new[] { -1000f, -0.01f, 0.01f, 1000f });

        Optimizers.Step(optimizer, options, 0.5);

        Assert.That(parameter.data<float>().ToArray(), Is.EqualTo([0.5f, 0.5f, -0.5f, -0.5f]).Within(1e-5));
    }

    [Test]
    public void Step_WithoutGradient_ChangesNothing([ValueSource(nameof(Cases))] VaeOptimizerOptions options)
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(3));
        using var optimizer = Optimizers.Create([parameter], new() { Optimizer = options });

        Optimizers.Step(optimizer, options, 0.5);

        Assert.That(parameter.data<float>().ToArray(), Is.EqualTo([1f, 1f, 1f]));
    }
}
