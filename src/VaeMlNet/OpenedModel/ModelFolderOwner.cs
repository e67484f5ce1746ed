using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>A model folder as the user of a session.</summary>
internal sealed class ModelFolderOwner(string name) : SessionOwner(name)
{
    public override Exception NotAccepted(string model, string file, OnnxRuntimeException cause) =>
        GraphErrors.Unrunnable(model, file, cause);

    public override Exception RunFailed(OnnxRuntimeException cause) => GraphErrors.RunFailed(Name, cause);
}
