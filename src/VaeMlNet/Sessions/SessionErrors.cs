using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>Creates the errors about sessions.</summary>
internal static class SessionErrors
{
    public static InvalidOperationException NoCuda(int device, string[] providers, Exception cause) =>
        new(WhyNotCuda(device, providers, cause) + " " + Advice(providers) + ", or set FallbackToCpu = true.", cause);

    public static string WhyNotCuda(int device, string[] providers, Exception cause)
    {
        var problem = HasCuda(providers)
            ? $"could not use it: {cause.Reason()}"
            : $"offers only {string.Join(", ", providers)}";
        return FormattableString.Invariant($"CUDA device {device} was requested, but ONNX Runtime {problem}.");
    }

    /// <summary>Creates the error for a program without the native library, or with one that does not fit.</summary>
    public static InvalidOperationException NoOnnxRuntime(Exception cause)
    {
        var version = typeof(OrtEnv).Assembly.GetName().Version!.ToString(3);
        var problem =
            cause is DllNotFoundException
                ? "The native library of ONNX Runtime was not found."
                : $"The native library of ONNX Runtime does not fit: {cause.Reason()}.";
        return new(
            $"{problem} VaeMlNet leaves its choice to the program: reference the package Microsoft.ML.OnnxRuntime {version} for the CPU, or VaeMlNet.Gpu for NVIDIA GPUs.",
            cause
        );
    }

    /// <summary>Creates the error for an exception in <see cref="VaeSessionOptions.ConfigureSession"/>.</summary>
    public static InvalidOperationException NotConfigured(string[] providers, Exception cause) =>
        new(
            $"VaeSessionOptions.ConfigureSession failed: {cause.Reason()}. ONNX Runtime offers {string.Join(", ", providers)}. To add another execution provider, reference its package of ONNX Runtime instead of Microsoft.ML.OnnxRuntime.",
            cause
        );

    public static ObjectDisposedException Disposed(string owner) => new(owner);

    private static string Advice(string[] providers) =>
        HasCuda(providers)
            ? "Check the driver, the CUDA libraries and the device id"
            : "Reference the package VaeMlNet.Gpu instead of Microsoft.ML.OnnxRuntime";

    private static bool HasCuda(string[] providers) => providers.Contains(SessionFactory.CudaProvider);
}
