using System.Diagnostics;
using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>
/// Faults of TorchSharp 0.107.0 that the product works around. When one of these tests fails with a newer TorchSharp, the fault
/// is gone, and so can the workaround be that the test names.
/// </summary>
public sealed class FaultTests
{
    private const string ChildVariable = "DEPENDENCIES_TESTS_MATMUL";

    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    /// <summary>
    /// VaeMlNet.TransposedConvolution works around this fault, and TorchSharpFaults in VaeMlNet.OnnxExport describes it.
    /// </summary>
    [Test]
    public void ConvTranspose2dForward_OutputPaddingOfTwoSizes_UsesTheFirstOnEveryAxis()
    {
        using var layer = nn.ConvTranspose2d(1, 1, (3, 3), (2, 2), (1, 1), (1, 0));
        var x = ones([1, 1, 4, 4]);

        var forward = layer.forward(x);
        var functional = nn.functional.conv_transpose2d(
            x,
            layer.weight,
            layer.bias,
            layer.stride,
            layer.padding,
            layer.output_padding,
            layer.dilation,
            layer.groups
        );

        Assert.That(layer.output_padding, Is.EqualTo(new long[] { 1, 0 }));
        Assert.That(forward.shape, Is.EqualTo(new long[] { 1, 1, 8, 8 }), "the fault");
        Assert.That(functional.shape, Is.EqualTo(new long[] { 1, 1, 8, 7 }), "the workaround");
        Assert.That(layer.forward(x, [8, 7]).shape, Is.EqualTo(new long[] { 1, 1, 8, 7 }));
    }

    /// <summary>TorchSharpFaults in VaeMlNet.OnnxExport describes this fault.</summary>
    [Test]
    public void Hardtanh_NotInPlace_ReturnsItsInput()
    {
        using var layer = nn.Hardtanh(-1, 1);
        var x = tensor(new float[] { -3, 0.5f, 3 });

        var y = layer.forward(x);

        Assert.That(y, Is.SameAs(x), "the fault");
        Assert.That(y.data<float>().ToArray(), Is.EqualTo(new float[] { -3, 0.5f, 3 }), "the fault");
        Assert.That(x.clamp(-1, 1).data<float>().ToArray(), Is.EqualTo(new float[] { -1, 0.5f, 1 }), "the workaround");
    }

    /// <summary>TorchSharpFaults in VaeMlNet.OnnxExport describes this fault.</summary>
    [Test]
    public void Unflatten_NegativeDim_IsRefused()
    {
        using var layer = nn.Unflatten(-1, [2, 3]);

        Assert.That(
            () => layer.forward(zeros(4, 6)),
            Throws.ArgumentException.With.Message.Contains("Invalid 'dim' argument: -1")
        );
    }

    /// <summary>
    /// VaeMlNet.TensorValues and VaeMlNet.OnnxExport work around this fault: they flatten tensors before copying.
    /// </summary>
    [Test]
    public void TensorAccessor_OneIndexOfAMatrix_ReadsButDoesNotWrite()
    {
        using var matrix = arange(6, dtype: ScalarType.Float32).view(2, 3);
        using var values = matrix.data<float>();

        values[1, 0] = 10;

        Assert.That(values[3], Is.EqualTo(10f));
        Assert.That(() => values[3] = 20, Throws.TypeOf<IndexOutOfRangeException>());
        Assert.That(() => values[6], Throws.TypeOf<IndexOutOfRangeException>());
        Assert.That(() => values[-1], Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => values[1, 3], Throws.TypeOf<IndexOutOfRangeException>());
    }

    [Test]
    public void TensorAccessor_OfAnEmptyTensor_CannotBeCopiedUnlessItIsFlat()
    {
        var empty = zeros(0, 3);
        using var values = empty.data<float>();

        Assert.That(() => values.CopyTo(new float[1]), Throws.TypeOf<ArgumentOutOfRangeException>(), "the fault");
        Assert.That(() => values.ToArray(), Throws.TypeOf<ArgumentOutOfRangeException>(), "the fault");
        Assert.That(empty.flatten().data<float>().ToArray(), Is.Empty, "the workaround");
    }

    /// <summary>The product takes no variance of a whole tensor; along a dimension TorchSharp is right.</summary>
    [Test]
    public void Var_OfAWholeTensor_IgnoresUnbiased()
    {
        var x = tensor(new double[] { 1, 2, 4, 9 });

        Assert.That(x.var(unbiased: false).item<double>(), Is.EqualTo(38.0 / 3).Within(1e-12), "the fault");
        Assert.That(x.var(0, unbiased: false).item<double>(), Is.EqualTo(38.0 / 4).Within(1e-12), "the workaround");
    }

    /// <summary>
    /// The product multiplies by addmm and linear, which report wrong shapes as exceptions; see docs/real-packages.md.
    /// </summary>
    [Test]
    public void Matmul_OfShapesThatDoNotFit_EndsTheProcess()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(FaultTests).Assembly.Location])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment[ChildVariable] = "1";
        // No core file of the child, and no report about it.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";

        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();

        Assert.That(output, Does.Contain("before"), errors.Result);
        Assert.That(output, Does.Not.Contain("caught").And.Not.Contain("after"), "the fault");
        Assert.That(child.ExitCode, Is.Not.Zero);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() =>
            zeros(2, 2).addmm_(zeros(2, 3), zeros(4, 2), 0, 1)
        );
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() =>
            nn.functional.linear(zeros(2, 3), zeros(5, 4))
        );
    }

    [ModuleInitializer]
    internal static void MultiplyInTheChild()
    {
        if (Environment.GetEnvironmentVariable(ChildVariable) is null)
        {
            return;
        }

        Console.WriteLine("before");
        Console.Out.Flush();
        try
        {
            zeros(2, 3).matmul(zeros(4, 5));
            Console.WriteLine("after");
        }
        catch (Exception)
        {
            Console.WriteLine("caught");
        }

        Environment.Exit(0);
    }
}
