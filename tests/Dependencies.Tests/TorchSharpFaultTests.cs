using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>
/// Faults and gaps of TorchSharp 0.107.0, with libtorch 2.10.0, that VaeMlNet works around. If a test fails after an upgrade, its fault is gone:
/// remove the workaround that the message names, and the test.
/// </summary>
public sealed class TorchSharpFaultTests
{
    private const string FaultList = "src/VaeMlNet.OnnxExport/Graph/Converters/TorchSharpFaults.cs";
    private const string Training = "src/VaeMlNet.Training/";

    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    /// <summary>libLibTorchSharp.so requires the version GLIBCXX_3.4.32 of the C++ library, of which it uses nothing.</summary>
    [Test]
    public void LibLibTorchSharp_OfThePackage_RequiresANewCppLibrary()
    {
        const byte Weak = 2; // VER_FLG_WEAK
        var original = FindOriginalLibrary();
        var copy = Path.Combine(AppContext.BaseDirectory, "runtimes/linux-x64/native/libLibTorchSharp.so");
        if (original is null || !File.Exists(copy))
        {
            Assert.Ignore("The library for x64 Linux is not in the package folders, or not beside this program.");
        }

        var (before, after) = (File.ReadAllBytes(original), File.ReadAllBytes(copy));
        int[] changed = [.. Enumerable.Range(0, before.Length).Where(i => before[i] != after[i])];
        var message = Fault.Of(Fault.TorchSharp, "src/VaeMlNet.OnnxExport/buildTransitive");

        Assert.That(before.AsSpan().IndexOf(Encoding.ASCII.GetBytes("GLIBCXX_3.4.32")), Is.Positive, message);
        Assert.That(after, Has.Length.EqualTo(before.Length));
        Assert.That(changed, Has.Length.EqualTo(1), message);
        Assert.That((before[changed[0]], after[changed[0]]), Is.EqualTo(((byte)0, Weak)), message);
    }

    /// <summary>A number beside a tensor becomes a Scalar, which a garbage collection can free while libtorch still reads it.</summary>
    [Test]
    public void Operator_WithANumber_DoesNotKeepItAlive()
    {
        const int Attempts = 20;
        using var x = rand(10_000_000);
        var isCollected = false;
        for (var attempt = 0; attempt < Attempts && !isCollected; attempt++)
        {
            isCollected = IsCollectedDuringACall(x);
        }

        Assert.That(isCollected, Fault.Of(Fault.TorchSharp, Training + "Values/HeldScalars.cs"));
    }

    /// <summary>A matmul of shapes that do not fit ends the process. Other products throw an exception.</summary>
    [Test]
    public void Matmul_OfShapesThatDoNotFit_EndsTheProcess()
    {
        var child = Child.Run(Child.Describe(Child.Multiply));

        Assert.That(child.Output, Does.StartWith("before"), child.Error);
        Assert.That(
            child.Output,
            Does.Not.Contain("caught").And.Not.Contain("after"),
            Fault.Of(Fault.TorchSharp, "tests/VaeMlNet.Training.Tests/ConventionTests.cs")
        );
        Assert.That(child.ExitCode, Is.Not.Zero);
        Assert.Throws<ExternalException>(() => zeros(2, 2).addmm_(zeros(2, 3), zeros(4, 2), 0, 1));
        Assert.Throws<ExternalException>(() => nn.functional.linear(zeros(2, 3), zeros(5, 4)));
    }

    /// <summary>forward(x) uses the output padding of the first axis on every axis.</summary>
    [Test]
    public void ConvTranspose2dForward_OutputPaddingOfTwoSizes_UsesTheFirstOnEveryAxis()
    {
        using var layer = nn.ConvTranspose2d(1, 1, (3, 3), (2, 2), (1, 1), (1, 0));

        var shape = layer.forward(ones([1, 1, 4, 4])).shape;

        Assert.That(layer.output_padding, Is.EqualTo(new long[] { 1, 0 }));
        Assert.That(
            shape,
            Is.EqualTo(new long[] { 1, 1, 8, 8 }),
            Fault.Of(Fault.TorchSharp, FaultList, Training + "Networks/TransposedConvolution.cs")
        );
    }

    /// <summary>Hardtanh returns its input unclamped, unless it works in place.</summary>
    [Test]
    public void Hardtanh_NotInPlace_ReturnsItsInput()
    {
        using var layer = nn.Hardtanh(-1, 1);

        var y = layer.forward(tensor(new float[] { -3, 3 }));

        Assert.That(
            y.data<float>().ToArray(),
            Is.EqualTo(new float[] { -3, 3 }),
            Fault.Of(Fault.TorchSharp, FaultList)
        );
    }

    /// <summary>Unflatten refuses an axis that is counted from the end.</summary>
    [Test]
    public void Unflatten_NegativeDim_IsRefused()
    {
        using var layer = nn.Unflatten(-1, [2, 3]);

        Assert.That(
            () => layer.forward(zeros(4, 6)),
            Throws.ArgumentException.With.Message.Contains("Invalid 'dim' argument: -1"),
            Fault.Of(Fault.TorchSharp, FaultList)
        );
    }

    /// <summary>The elements of an empty tensor of several axes cannot be copied.</summary>
    [Test]
    public void ToArray_OfAnEmptyMatrix_Throws()
    {
        var message = Fault.Of(
            Fault.TorchSharp,
            Training + "Values/TensorValues.cs",
            "src/VaeMlNet.OnnxExport/Graph/Converters/ParameterData.cs",
            "src/VaeMlNet.OnnxExport/OnnxParity.cs"
        );
        using var values = zeros(0, 3).data<float>();

        Assert.That(() => values.ToArray(), Throws.TypeOf<ArgumentOutOfRangeException>(), message);
        Assert.That(() => values.CopyTo(new float[1]), Throws.TypeOf<ArgumentOutOfRangeException>(), message);
    }

    /// <summary>The variance of a whole tensor is always the unbiased one.</summary>
    [Test]
    public void Var_OfAWholeTensor_IgnoresUnbiased()
    {
        var x = tensor(new double[] { 1, 2, 4, 9 });

        Assert.That(x.var(0, unbiased: false).item<double>(), Is.EqualTo(38.0 / 4).Within(1e-12), "along an axis");
        Assert.That(
            x.var(unbiased: false).item<double>(),
            Is.EqualTo(38.0 / 3).Within(1e-12),
            Fault.Of(Fault.TorchSharp, "docs/platforms.md")
        );
    }

    /// <summary>The weights of a new GroupNorm are what the memory contained before.</summary>
    [Test]
    public void GroupNorm_New_HasUninitializedWeights()
    {
        const int Attempts = 100;
        const int Channels = 64;
        var isInitialized = true;
        for (var attempt = 0; attempt < Attempts && isInitialized; attempt++)
        {
            full([Channels], 7, ScalarType.Float32).Dispose(); // its memory is free for the weights
            using var layer = nn.GroupNorm(2, Channels);
            isInitialized = Array.TrueForAll(layer.weight.data<float>().ToArray(), weight => weight == 1);
        }

        Assert.That(
            isInitialized,
            Is.False,
            Fault.Of(Fault.TorchSharp, "docs/platforms.md", "src/VaeMlNet.OnnxExport/README.md")
        );
    }

    /// <summary>A generator uses only the lower 32 bits of its seed.</summary>
    [Test]
    public void Generator_SeedsThatDifferInHighBits_DrawsTheSameNumbers()
    {
        using Generator first = new(5);
        using Generator second = new(5 + (1UL << 32));

        Assert.That(
            rand(10, generator: first).Equals(rand(10, generator: second)),
            Fault.Of(Fault.Libtorch, Training + "Batches/EpochRandomness.cs")
        );
    }

    /// <summary>A generator that is created for another device is one of the CPU.</summary>
    [Test]
    public void Generator_ForAnotherDevice_IsOneOfTheCpu()
    {
        using Generator elsewhere = new(5, META);
        using Generator here = new(5);

        Assert.That(
            rand(10, generator: elsewhere).Equals(rand(10, generator: here)),
            Fault.Of(Fault.TorchSharp, "docs/adr/0025-devices.md")
        );
    }

    /// <summary>The saved momentum of a parameter is loaded for a parameter of another shape. The next step then fails.</summary>
    [Test]
    public void LoadStateDict_MomentumOfAnotherShape_IsAccepted()
    {
        using var parameter = nn.Parameter(ones(3));
        using var optimizer = optim.SGD([parameter], 0.1, momentum: 0.9);
        using BinaryReader reader = new(new MemoryStream(SavedMomentum()));

        Assert.That(
            () => optimizer.load_state_dict(reader),
            Throws.Nothing,
            Fault.Of(Fault.TorchSharp, Training + "Checkpoints/OptimizerStates.cs")
        );
    }

    /// <summary>TorchSharp allocates as much memory for a tensor as the file declares, however small the file is.</summary>
    [Test]
    public void LoadStateDict_ShortFileThatDeclaresALargeTensor_AllocatesIt()
    {
        using var parameter = nn.Parameter(ones(2));
        using var optimizer = optim.SGD([parameter], 0.1, momentum: 0.9);
        var saved = SavedMomentum();
        // The size of the only axis, 2, stands before two float32. It becomes 2^49, in groups of seven bits.
        var size = saved.Length - (2 * sizeof(float)) - 1;
        byte[] damaged = [.. saved[..size], .. Enumerable.Repeat((byte)0x80, 7), 1, .. saved[(size + 1)..]];
        using BinaryReader reader = new(new MemoryStream(damaged));

        Assert.That(saved[size], Is.EqualTo(2));
        Assert.That(
            () => optimizer.load_state_dict(reader),
            Throws.TypeOf<ExternalException>().With.Message.Contains("you tried to allocate 2251799813685248 bytes"),
            Fault.Of(Fault.TorchSharp, Training + "Checkpoints/CheckpointReader.cs")
        );
    }

    /// <summary>AdamW does not decay weights by default. The default of PyTorch is 0.01.</summary>
    [Test]
    public void AdamW_WithoutWeightDecay_HasAnotherDefaultThanPyTorch()
    {
        using var parameter = nn.Parameter(ones(2));
        using var optimizer = optim.AdamW([parameter]);

        var options = (AdamW.Options)optimizer.state_dict().Options.Single();

        Assert.That(options.weight_decay, Is.Zero, Fault.Of(Fault.TorchSharp, Training + "Training/Optimizers.cs"));
    }

    /// <summary>Dropout draws from the global generator only.</summary>
    [Test]
    public void Dropout_AnyOverload_TakesNoGenerator() =>
        Assert.That(
            typeof(nn.functional)
                .GetMethods()
                .Where(method => method.Name == nameof(nn.functional.dropout))
                .SelectMany(method => method.GetParameters())
                .Select(parameter => parameter.ParameterType),
            Is.Not.Empty.And.None.EqualTo(typeof(Generator)),
            Fault.Of(Fault.TorchSharp, Training + "Networks/SeededDropout.cs", Training + "Training/LayerNoise.cs")
        );

    /// <summary>The state of learning rate schedulers cannot be saved.</summary>
    [Test]
    public void Scheduler_AnyMember_DoesNotSaveItsState() =>
        Assert.That(
            typeof(optim.lr_scheduler.LRScheduler).GetMembers().Select(member => member.Name),
            Has.None.Contains("state_dict"),
            Fault.Of(Fault.TorchSharp, Training + "Training/Schedules/LearningRate.cs")
        );

    /// <summary>There is no autocast for mixed precision.</summary>
    [Test]
    public void Autocast_OfPyTorch_IsMissing() =>
        Assert.That(
            typeof(torch).Assembly.GetExportedTypes().Select(type => type.Name),
            Has.None.Contains("autocast").IgnoreCase,
            Fault.Of(Fault.TorchSharp, Training + "Networks/LayerCall.cs")
        );

    /// <summary>
    /// If upsampling by a factor keeps the size of an axis, one axis is resampled by the factor, but several axes are copied.
    /// </summary>
    [Test]
    public void UpsampleNearest_FactorThatKeepsTheSize_DependsOnTheNumberOfAxes()
    {
        const double Factor = 1.1; // 7 elements remain 7
        using var oneAxis = nn.Upsample(scale_factor: [Factor]);
        using var twoAxes = nn.Upsample(scale_factor: [Factor, Factor]);
        var line = arange(7, dtype: ScalarType.Float32);

        var ofLine = oneAxis.forward(line.reshape(1, 1, 7)).flatten();
        var ofImage = twoAxes.forward(line.reshape(1, 1, 1, 7).expand(1, 1, 7, 7).contiguous())[0, 0, 0];

        Assert.That(ofLine.shape, Is.EqualTo(ofImage.shape));
        Assert.That(
            ofLine.data<float>().ToArray(),
            Is.Not.EqualTo(ofImage.data<float>().ToArray()),
            Fault.Of(Fault.Libtorch, "src/VaeMlNet.OnnxExport/Graph/Converters/Upsampling.cs")
        );
    }

    /// <summary>Returns the library as the package contains it; null if no package folder has it.</summary>
    private static string? FindOriginalLibrary()
    {
        var file = Repository.PathOf("tests", "Dependencies.Tests", "obj", "project.assets.json");
        if (!File.Exists(file))
        {
            return null;
        }

        using var assets = JsonDocument.Parse(File.ReadAllText(file));
        var package = assets
            .RootElement.GetProperty("libraries")
            .GetProperty($"{Fault.TorchSharp}/{Fault.TorchSharpVersion}")
            .GetProperty("path")
            .GetString()!;
        return assets
            .RootElement.GetProperty("packageFolders")
            .EnumerateObject()
            .Select(folder => Path.Combine(folder.Name, package, "runtimes/linux-x64/native/libLibTorchSharp.so"))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Raises the elements to a power, and collects garbage meanwhile. Returns whether the exponent was collected during the call.</summary>
    private static bool IsCollectedDuringACall(Tensor x)
    {
        StrongBox<WeakReference?> exponent = new();
        using ManualResetEventSlim ended = new();
        var isCollected = false;
        var collector = new Thread(() =>
        {
            while (!ended.IsSet && !isCollected)
            {
                GC.Collect();
                isCollected = Volatile.Read(ref exponent.Value) is { IsAlive: false } && !ended.IsSet;
            }
        });
        collector.Start();
        Power(x, exponent).Dispose();
        ended.Set();
        collector.Join();
        return isCollected;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage(
        "Usage",
        "CA1816:Dispose methods should call SuppressFinalize",
        Justification = "The exponent is never freed, so that libtorch does not read freed memory in this test."
    )]
    private static Tensor Power(Tensor x, StrongBox<WeakReference?> exponent)
    {
        var scalar = 2.5.ToScalar();
        GC.SuppressFinalize(scalar);
        Volatile.Write(ref exponent.Value, new WeakReference(scalar));
        return x.pow(scalar);
    }

    /// <summary>Returns the saved state of an optimizer with the momentum of one parameter, [2].</summary>
    private static byte[] SavedMomentum()
    {
        using var parameter = nn.Parameter(ones(2));
        using var optimizer = optim.SGD([parameter], 0.1, momentum: 0.9);
        using MemoryStream saved = new();
        using BinaryWriter writer = new(saved);
        parameter.sum().backward();
        optimizer.step();
        optimizer.save_state_dict(writer);
        writer.Flush();
        return saved.ToArray();
    }
}
