using Microsoft.ML.OnnxRuntime;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace VaeMlNet.Tests;

/// <summary>A test that needs CUDA: skipped, visibly and with the reason, where ONNX Runtime cannot use it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CudaTestAttribute : NUnitAttribute, IApplyToTest
{
    private static readonly Lazy<string?> Reason = new(WhyNot);

    /// <summary>Gets the reason why CUDA cannot be used here, or null.</summary>
    public static string? WhyUnavailable => Reason.Value;

    public void ApplyToTest(Test test)
    {
        test.Properties.Add(PropertyNames.Category, "CUDA");
        if (WhyUnavailable is { } reason && test.RunState == RunState.Runnable)
        {
            test.RunState = RunState.Ignored;
            test.Properties.Set(PropertyNames.SkipReason, "needs CUDA: " + reason);
        }
    }

    private static string? WhyNot()
    {
        var providers = OrtEnv.Instance().GetAvailableProviders();
        if (!providers.Contains("CUDAExecutionProvider"))
        {
            return $"ONNX Runtime offers only {string.Join(", ", providers)}";
        }

        try
        {
            using var options = new SessionOptions();
            options.AppendExecutionProvider_CUDA(0);
            using var session = new InferenceSession(Path.Combine(TinyModel.Bernoulli.Folder, "encoder.onnx"), options);
            return null;
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }
}
