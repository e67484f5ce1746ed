using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>Uses the session of an ONNX model that is no part of a model folder: errors are of the types that ML.NET's own are.</summary>
internal sealed class OnnxModelOwner(string name) : SessionOwner(name)
{
    public override Exception NotAccepted(string model, string file, OnnxRuntimeException cause) =>
        ModelErrors.NotInitialized(model, cause);

    public override Exception RunFailed(OnnxRuntimeException cause) => ModelErrors.RunFailed(Name, cause);
}
