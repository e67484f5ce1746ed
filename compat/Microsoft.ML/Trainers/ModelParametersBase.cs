using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class ModelParametersBase<TOutput> : ICanSaveModel
{
    private protected ModelParametersBase(IHostEnvironment env)
    {
        Check.Value(env, nameof(env));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Check.Value(ctx, nameof(ctx));
        SaveCore(ctx);
    }

    private protected virtual void SaveCore(ModelSaveContext ctx) =>
        throw new NotSupportedException($"{GetType().Name} cannot be saved.");
}
