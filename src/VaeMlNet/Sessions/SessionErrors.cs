using System.Globalization;

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
        return string.Create(
            CultureInfo.InvariantCulture,
            $"CUDA device {device} was requested, but ONNX Runtime {problem}."
        );
    }

    public static ObjectDisposedException Disposed(string owner) => new(owner);

    private static string Advice(string[] providers) =>
        HasCuda(providers)
            ? "Check the driver, the CUDA libraries and the device id"
            : "Reference Microsoft.ML.OnnxRuntime.Gpu";

    private static bool HasCuda(string[] providers) => providers.Contains(SessionFactory.CudaProvider);
}
