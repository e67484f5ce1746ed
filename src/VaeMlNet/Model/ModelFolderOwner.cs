using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>Uses the session of a graph of a model folder.</summary>
internal sealed class ModelFolderOwner(string name) : SessionOwner(name)
{
    public override Exception NotAccepted(string model, string file, OnnxRuntimeException cause) =>
        GraphErrors.Unrunnable(model, file, cause);

    public override Exception RunFailed(OnnxRuntimeException cause) => GraphErrors.RunFailed(Name, cause);
}
