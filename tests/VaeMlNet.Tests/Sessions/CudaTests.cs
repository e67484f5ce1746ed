using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The choice of CUDA, on machines with and without it.</summary>
public sealed class CudaTests
{
    private static readonly TinyModel Model = TinyModel.Bernoulli;

    [Test]
    public void Fit_NoCudaWithFallback_RunsOnTheCpuAndLogsOneLine()
    {
        Assume.That(CudaTestAttribute.WhyUnavailable, Is.Not.Null, "CUDA is there");
        var ml = new MLContext(seed: 1);
        var lines = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Message.Contains("CUDA", StringComparison.Ordinal))
            {
                lines.Add(e.Message);
            }
        };
        var data = new ReusingView(Model.Rows(600));

        using var transformer = ml
            .Transforms.VaeEncode("Latent", "Features", new VaeModelSource(Model.Folder, VaeDevice.Auto))
            .Fit(data);
        var rows = ViewColumns.Vectors(transformer.Transform(data), "Latent").Length;

        Assert.That(rows, Is.EqualTo(600));
        Assert.That(transformer.ExecutionProvider, Is.EqualTo("CPUExecutionProvider"));
        Assert.That(lines, Has.Count.EqualTo(1));
        Assert.That(
            lines[0],
            Does.Contain("VaeEncode").And.Contain("CUDA device 0 was requested").And.Contain("on the CPU")
        );
    }

    [Test]
    public void VaeSample_NoCudaWithFallback_LogsOneLine()
    {
        Assume.That(CudaTestAttribute.WhyUnavailable, Is.Not.Null, "CUDA is there");
        var ml = new MLContext(seed: 1);
        var lines = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Message.Contains("on the CPU", StringComparison.Ordinal))
            {
                lines.Add(e.Message);
            }
        };
        VaeModelSource source = new(Model.Folder, VaeDevice.Auto);

        ml.Data.VaeSample(source, rowCount: 3, seed: 1);
        ml.Data.VaeSample(source, new float[TinyModel.LatentDim]);

        Assert.That(lines, Has.Count.EqualTo(1));
        Assert.That(lines[0], Does.Contain("VaeSample").And.Contain("CUDA device 0 was requested"));
    }

    [Test]
    public void Fit_NoCudaWithFallback_LogsOncePerContextModelAndSettings()
    {
        Assume.That(CudaTestAttribute.WhyUnavailable, Is.Not.Null, "CUDA is there");
        var ml = new MLContext(seed: 1);
        var lines = 0;
        ml.Log += (_, e) => lines += e.Message.Contains("on the CPU", StringComparison.Ordinal) ? 1 : 0;
        var data = new ReusingView([]);
        using var opened = VaeModel.Open(Model.Folder, new() { Device = VaeDevice.Auto });
        var folder = Model.Folder;

        ml.Transforms.VaeEncode("Latent", "Features", new VaeModelSource(folder, VaeDevice.Auto)).Fit(data).Dispose();
        ml.Transforms.VaeEncode("Latent", "Features", new VaeModelSource(folder, VaeDevice.Auto)).Fit(data).Dispose();
        ml.Transforms.VaeScore("Score", "Features", new VaeModelSource(folder, VaeDevice.Auto)).Fit(data).Dispose();
        ml.Transforms.VaeReconstruct("Again", "Features", opened).Fit(data).Dispose();

        Assert.That(lines, Is.EqualTo(1), "one model, one set of options");

        ml.Transforms.VaeScore("Score", "Features", new VaeModelSource(folder, VaeDevice.Cuda(1, fallbackToCpu: true)))
            .Fit(data)
            .Dispose();

        Assert.That(lines, Is.EqualTo(2), "another device");

        ml.Transforms.VaeScore("Score", "Features", new VaeModelSource(TinyModel.Gaussian.Folder, VaeDevice.Auto))
            .Fit(data)
            .Dispose();

        Assert.That(lines, Is.EqualTo(3), "another model");

        var other = new MLContext(seed: 1);
        var otherLines = 0;
        other.Log += (_, e) => otherLines += e.Message.Contains("on the CPU", StringComparison.Ordinal) ? 1 : 0;
        other.Transforms.VaeScore("Score", "Features", new VaeModelSource(folder, VaeDevice.Auto)).Fit(data).Dispose();

        Assert.That((lines, otherLines), Is.EqualTo((3, 1)), "who has not heard of it yet");
    }

    [Test]
    public void Fit_NoCudaWithoutFallback_IsInvalidAndSaysWhatToDo()
    {
        Assume.That(CudaTestAttribute.WhyUnavailable, Is.Not.Null, "CUDA is there");
        var ml = new MLContext(seed: 1);
        var estimator = ml.Transforms.VaeScore(
            "Score",
            "Features",
            new VaeModelSource(Model.Folder, VaeDevice.Cuda(3))
        );

        var error = Assert.Throws<InvalidOperationException>(() => estimator.Fit(new ReusingView(Model.Rows(1))));

        Assert.That(error!.Message, Does.Contain("CUDA device 3 was requested").And.Contain("FallbackToCpu = true"));
        Assert.That(error.InnerException, Is.Not.Null);
    }

    [Test]
    public void Open_NoCuda_FailsOrFallsBackAsAsked()
    {
        Assume.That(CudaTestAttribute.WhyUnavailable, Is.Not.Null, "CUDA is there");

        Assert.That(
            () => VaeModel.Open(Model.Folder, new() { Device = VaeDevice.Cuda() }),
            Throws.InvalidOperationException.With.Message.Contains("CUDA device 0")
        );

        using var model = VaeModel.Open(Model.Folder, new() { Device = VaeDevice.Auto });

        Assert.That(model.ExecutionProvider, Is.EqualTo("CPUExecutionProvider"));
        Assert.That(model.Verify().Passed, Is.True);
    }

    [Test]
    public void Fit_NoGpuAskedFor_LogsNothing()
    {
        var ml = new MLContext(seed: 1);
        var lines = new List<string>();
        ml.Log += (_, e) => lines.Add(e.Message);

        using var transformer = ml.Transforms.VaeEncode("Latent", "Features", Model.Folder).Fit(new ReusingView([]));

        Assert.That(transformer.ExecutionProvider, Is.EqualTo("CPUExecutionProvider"));
        Assert.That(lines, Is.Empty);
    }

    [CudaTest]
    [Test]
    public void Open_OnCuda_RunsThereAndVerifies()
    {
        using var model = VaeModel.Open(Model.Folder, new() { Device = VaeDevice.Cuda() });

        Assert.That(model.ExecutionProvider, Is.EqualTo("CUDAExecutionProvider"));
        Assert.That(model.Verify().Passed, Is.True);
    }

    [CudaTest]
    [Test]
    public void Encode_OnCuda_EqualsTheCpu()
    {
        var ml = new MLContext(seed: 1);
        var data = new ReusingView(Model.Rows(600));
        using var onCuda = ml
            .Transforms.VaeEncode("Latent", "Features", new VaeModelSource(Model.Folder, VaeDevice.Cuda(0)))
            .Fit(data);
        using var onCpu = ml.Transforms.VaeEncode("Latent", "Features", Model.Folder).Fit(data);

        var actual = ViewColumns.Vectors(onCuda.Transform(data), "Latent");

        var expected = ViewColumns.Vectors(onCpu.Transform(data), "Latent");

        Assert.That(onCuda.ExecutionProvider, Is.EqualTo("CUDAExecutionProvider"));

        for (var i = 0; i < expected.Length; i++)
        {
            // Another order of addition: float32 rounding, not more.
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(1e-5), $"row {i}");
        }
    }

    private static IEnumerable<TestCaseData> Steps
    {
        get
        {
            static TestCaseData Case(
                string name,
                Func<MLContext, int?, IEstimator<ITransformer>> create,
                params string[] columns
            ) => new TestCaseData(create, columns).SetArgDisplayNames(name);
            static VaeModelSource On(int? gpu) => new(Model.Folder, gpu is { } id ? VaeDevice.Cuda(id) : VaeDevice.Cpu);
            yield return Case("encode", (ml, gpu) => ml.Transforms.VaeEncode("Out", "features", On(gpu)), "Out");
            yield return Case(
                "reconstruct",
                (ml, gpu) => ml.Transforms.VaeReconstruct("Out", "features", On(gpu)),
                "Out"
            );
            yield return Case(
                "score",
                (ml, gpu) =>
                    ml.Transforms.VaeScore("Score", "features", On(gpu), new() { ContributionsColumnName = "Out" }),
                "Out"
            );
            yield return Case(
                "encode and decode",
                (ml, gpu) =>
                    ml
                        .Transforms.VaeEncode("Latent", "features", On(gpu))
                        .Append(ml.Transforms.VaeDecode("Out", "Latent", On(gpu))),
                "Latent",
                "Out"
            );
            yield return Case(
                "any ONNX file",
                (ml, gpu) =>
                    ml.Transforms.ApplyOnnxModelBatched(
                        new ApplyOnnxModelBatchedOptions
                        {
                            ModelFile = Path.Combine(Model.Folder, "encoder.onnx"),
                            InputColumns = ["features"],
                            OutputColumns = ["mean"],
                            GpuDeviceId = gpu,
                        }
                    ),
                "mean"
            );
        }
    }

    [CudaTest]
    [TestCaseSource(nameof(Steps))]
    public void Transform_OnCuda_EqualsTheCpu(Func<MLContext, int?, IEstimator<ITransformer>> create, string[] columns)
    {
        var data = new ReusingView(Model.Rows(600), "features");
        var expected = create(new MLContext(seed: 1), null).Fit(data).Transform(data);

        var actual = create(new MLContext(seed: 1), 0).Fit(data).Transform(data);

        foreach (var column in columns)
        {
            Assert.That(
                ViewColumns.Vectors(actual, column).SelectMany(values => values),
                Is.EqualTo(ViewColumns.Vectors(expected, column).SelectMany(values => values)).Within(1e-5),
                column
            );
        }
    }

    [CudaTest]
    [Test]
    public void Impute_OnCuda_EqualsTheCpu([Values] bool isDrawn)
    {
        var data = TinyTable.View(TinyTable.Rows(300));
        float[] Ages(int? gpu)
        {
            VaeImputeOptions options = new() { DrawsValues = isDrawn };
            var source = new VaeModelSource(TinyTable.Folder, gpu is { } id ? VaeDevice.Cuda(id) : VaeDevice.Cpu);
            using var step = new MLContext(seed: 1).Transforms.VaeImpute(null, source, options).Fit(data);
            return [.. step.Transform(data).GetColumn<float>("Age")];
        }

        Assert.That(Ages(0), Is.EqualTo(Ages(null)).Within(1e-3));
    }

    [CudaTest]
    [Test]
    public void Open_OnCudaWithLittleMemory_Verifies([Values] bool keepMemory)
    {
        using var model = VaeModel.Open(
            Model.Folder,
            new()
            {
                Device = VaeDevice.Cuda(),
                GpuMemoryLimit = 64 << 20,
                KeepMemory = keepMemory,
            }
        );

        Assert.That(model.ExecutionProvider, Is.EqualTo("CUDAExecutionProvider"));
        Assert.That(model.Verify().Passed, Is.True);
    }
}
