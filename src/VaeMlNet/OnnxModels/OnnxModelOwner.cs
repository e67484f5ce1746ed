using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>
/// The user of a session for an ONNX model outside a model folder. Errors have the types of ML.NET's own errors.
/// </summary>
internal sealed class OnnxModelOwner(string name) : SessionOwner(name)
{
    public override Exception NotAccepted(string model, string file, OnnxRuntimeException cause) =>
        ModelErrors.NotInitialized(model, cause);

    public override Exception RunFailed(OnnxRuntimeException cause) => ModelErrors.RunFailed(Name, cause);
}
