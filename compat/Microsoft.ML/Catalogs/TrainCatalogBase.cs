using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public abstract partial class TrainCatalogBase : IInternalCatalog
{
    private readonly IHostEnvironment _environment;

    private protected TrainCatalogBase(IHostEnvironment environment, string registrationName)
    {
        _environment = environment.Register(registrationName);
    }

    IHostEnvironment IInternalCatalog.Environment => _environment;

    public abstract class CatalogInstantiatorBase : IInternalCatalog
    {
        private readonly TrainCatalogBase _owner;

        private protected CatalogInstantiatorBase(TrainCatalogBase owner)
        {
            _owner = owner;
        }

        IHostEnvironment IInternalCatalog.Environment => _owner._environment;
    }
}
